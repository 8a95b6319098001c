package io.github.konnectauth.operator;

import org.apache.commons.cli.ParseException;

/**
 * The flags that say how is logged.
 *
 * @param format of a line
 * @param level the least that is logged
 */
record LogFlags(Logging.Format format, Logging.Threshold level) {

    static final Flag<Logging.Format> FORMAT =
            Flag.choice("log-format", Logging.Format.class, "json", "Form of the log lines.");

    static final Flag<Logging.Threshold> LEVEL =
            Flag.choice("log-level", Logging.Threshold.class, "info", "What is logged.");

    static LogFlags of(Arguments arguments) throws ParseException {
        return new LogFlags(arguments.get(FORMAT), arguments.get(LEVEL));
    }

    void configure() {
        Logging.configure(format, level);
    }
}
