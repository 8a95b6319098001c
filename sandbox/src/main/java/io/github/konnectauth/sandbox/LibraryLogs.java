package io.github.konnectauth.sandbox;

import java.nio.file.Path;
import java.util.logging.LogManager;

/** What libraries log: it goes to a file, because the output belongs to the run's own words. */
final class LibraryLogs {

    /** The property by which logback.xml learns of the file. */
    private static final String PROPERTY = "sandbox.log";

    private LibraryLogs() {}

    /** To be called before the first library logs. */
    static void sendTo(Path file) {
        System.setProperty(PROPERTY, file.toString());
        // The mock server logs every request in Java's own way, to the standard error output.
        LogManager.getLogManager().reset();
    }
}
