package io.github.konnectauth.operator;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The program. */
@Command(
        name = "konnect-auth-operator",
        description = "Keeps telling whether the Konnect tokens in a cluster are valid.",
        mixinStandardHelpOptions = true,
        versionProvider = OperatorMain.VersionText.class,
        synopsisSubcommandLabel = "(run | hand-back)")
public final class OperatorMain {

    /** Every flag has an environment variable that begins so. */
    static final String VARIABLE_PREFIX = "KONNECT_AUTH_";

    private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);

    private OperatorMain() {}

    /** Runs the program; ends with 1 when it cannot work, 2 for a wrong flag, and as signals end a process. */
    public static void main(String[] args) {
        System.exit(commandLine(System.getenv()).execute(args));
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new OperatorMain())
                .addSubcommand("run", explained(new RunCommand(environment)))
                .addSubcommand("hand-back", explained(new HandBackCommand(environment)))
                .setDefaultValueProvider(new FromEnvironment(environment))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(OperatorMain::giveUp)
                .setParameterExceptionHandler(OperatorMain::complain);
    }

    /** Its help names each flag's default and variable. */
    private static CommandLine explained(Object command) {
        var line = new CommandLine(command);
        line.getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .toList()
                .forEach(option -> explain(line.getCommandSpec(), option));
        return line;
    }

    private static void explain(CommandSpec spec, OptionSpec option) {
        var fallback = option.defaultValue() == null ? "none" : option.defaultValue();
        spec.remove(option);
        spec.addOption(OptionSpec.builder(option)
                .description(
                        String.join(" ", option.description()).replace("%", "%%"),
                        "Default: " + (fallback.isEmpty() ? "none" : fallback) + ". Variable: " + variable(option))
                .build());
    }

    private static String variable(OptionSpec option) {
        return VARIABLE_PREFIX
                + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** One line, however long the help is. */
    private static int complain(CommandLine.ParameterException e, String[] args) {
        var command = e.getCommandLine();
        command.getErr()
                .println(oneLine(String.valueOf(e.getMessage())) + " See '"
                        + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static String oneLine(String message) {
        var line = message.strip().replaceAll("\\s*\\R\\s*", " ");
        return line.endsWith(".") ? line : line + ".";
    }

    /** A bug, or an API server that fails in a way that nobody foresaw. */
    private static int giveUp(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        LOG.error("The operator ends because of something that it was not prepared for", e);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private record FromEnvironment(Map<String, String> environment) implements IDefaultValueProvider {
        @Override
        public @Nullable String defaultValue(ArgSpec argument) {
            return argument instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()
                    ? Optional.ofNullable(environment.get(variable(option)))
                            .filter(value -> !value.isBlank())
                            .orElse(null)
                    : null;
        }
    }

    static final class VersionText implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Version.userAgent()};
        }
    }
}
