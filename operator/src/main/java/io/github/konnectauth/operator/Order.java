package io.github.konnectauth.operator;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.cli.ParseException;

/** What a command line asks the program to do. */
sealed interface Order {

    /** The program's name. */
    String PROGRAM = "konnect-auth-operator";

    /** All commands that there are. */
    List<Command> COMMANDS = List.of(RunFlags.COMMAND, HandBackFlags.COMMAND);

    /**
     * Watch a cluster.
     *
     * @param shown what stands for each flag, fit to be logged
     */
    record Run(OperatorConfig config, LogFlags log, Map<String, String> shown) implements Order {}

    /** Take back what was put on resources and Secrets. */
    record TakeBack(HandBackRun run, LogFlags log) implements Order {}

    /** Say something, and be done. */
    record Tell(String text) implements Order {}

    /** Nothing that can be done: say why, in one line. */
    record Refuse(String complaint) implements Order {}

    /** Reads a command line. Who asks for help gets it, whatever else is there. */
    static Order of(List<String> arguments, Map<String, String> environment) {
        var first = arguments.isEmpty() ? "" : arguments.getFirst();
        var command =
                COMMANDS.stream().filter(each -> each.name().equals(first)).findFirst();
        if (arguments.contains("--help") || arguments.contains("-h")) {
            return new Tell(command.map(Command::help).orElseGet(Order::help));
        }
        if (arguments.contains("--version") || arguments.contains("-V")) {
            return new Tell(Version.userAgent());
        }
        return command.map(known -> order(known, arguments.subList(1, arguments.size()), environment))
                .orElseGet(() -> withoutCommand(first));
    }

    private static Order order(Command command, List<String> arguments, Map<String, String> environment) {
        try {
            return command.order(arguments, environment);
        } catch (ParseException e) {
            return refusal(String.valueOf(e.getMessage()), PROGRAM + " " + command.name());
        }
    }

    private static Refuse withoutCommand(String first) {
        return refusal(
                first.isEmpty() || first.startsWith("-")
                        ? "The command has to come first: " + names(" or ")
                        : "Unknown command: '" + first + "'",
                PROGRAM);
    }

    private static Refuse refusal(String message, String asked) {
        return new Refuse(message.strip().replaceAll("\\s*\\R\\s*", " ") + ". See '" + asked + " --help'.");
    }

    private static String names(String separator) {
        return COMMANDS.stream().map(Command::name).collect(Collectors.joining(separator));
    }

    private static String help() {
        return COMMANDS.stream()
                .map(command ->
                        "  " + command.name() + "\n" + Command.wrapped(command.description(), Command.INDENT) + "\n")
                .collect(Collectors.joining(
                        "",
                        "Keeps telling whether the Konnect tokens in a cluster are valid.\n\nUsage: " + PROGRAM + " ("
                                + names(" | ") + ") [flags]\n\n",
                        Command.HELP_AND_VERSION + "\n\nThe flags of a command: " + PROGRAM + " (" + names(" | ")
                                + ") --help"));
    }
}
