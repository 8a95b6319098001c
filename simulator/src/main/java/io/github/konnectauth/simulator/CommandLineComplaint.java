package io.github.konnectauth.simulator;

import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one line without a value that may be a token. */
final class CommandLineComplaint {
    private CommandLineComplaint() {}

    static String of(ParameterException e) {
        String text = e instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : firstLine(String.valueOf(e.getMessage()));
        return text + " (see --help)";
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String argument = e.getUnmatched().getFirst();
        if (!argument.startsWith("-")) {
            return "unexpected argument";
        }
        int equals = argument.indexOf('=');
        return "unknown flag " + (equals < 0 ? argument : argument.substring(0, equals));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("wrong command line");
    }
}
