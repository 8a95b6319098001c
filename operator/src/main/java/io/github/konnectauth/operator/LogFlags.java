package io.github.konnectauth.operator;

import picocli.CommandLine.Option;

/** The flags that say how is logged. */
final class LogFlags {

    @Option(
            names = "--log-format",
            defaultValue = "json",
            paramLabel = "<json|text>",
            description = "Form of the log lines.")
    private Logging.Format logFormat = Logging.Format.JSON;

    @Option(
            names = "--log-level",
            defaultValue = "info",
            paramLabel = "<error|warn|info|debug|trace>",
            description = "What is logged.")
    private Logging.Threshold logLevel = Logging.Threshold.INFO;

    void configure() {
        Logging.configure(logFormat, logLevel);
    }
}
