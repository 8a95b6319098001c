package io.github.konnectauth.sandbox;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells, line by line, what is happening, with the seconds since the start. */
final class Progress {

    private final PrintStream out;
    private final long start = System.nanoTime();
    private volatile boolean isQuiet;

    Progress(PrintStream out) {
        this.out = out;
    }

    /** A step, with its time. */
    void step(String text) {
        if (!isQuiet) {
            var seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
            out.printf(Locale.ROOT, "[%5.1fs] %s%n", seconds, text);
            out.flush();
        }
    }

    /** Lines that belong to the step before, as they are. */
    void lines(String text) {
        if (!isQuiet) {
            out.print(text.endsWith("\n") ? text : text + "\n");
            out.flush();
        }
    }

    /** Says nothing any more: what fails from now on fails because everything is being stopped. */
    void fallSilent() {
        isQuiet = true;
    }
}
