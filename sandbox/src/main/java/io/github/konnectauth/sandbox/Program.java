package io.github.konnectauth.sandbox;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** A command line, in plain text, whose complaints are one line long. */
final class Program {

    private Program() {}

    /** Reads the arguments and runs the command. @return the exit code; 2 for a wrong flag */
    static int execute(Object command, String... arguments) {
        var commandLine = new CommandLine(command);
        commandLine
                .getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this and exit.")
                        .build());
        return commandLine
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler((e, _) -> {
                    var name = e.getCommandLine().getCommandSpec().qualifiedName();
                    e.getCommandLine().getErr().println(e.getMessage() + " See '" + name + " --help'.");
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(arguments);
    }
}
