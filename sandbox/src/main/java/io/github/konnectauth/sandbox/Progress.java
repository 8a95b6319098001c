package io.github.konnectauth.sandbox;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells, line by line, what is happening, with the seconds since the start. */
final class Progress {

    private static final Duration ON_A_TERMINAL = Duration.ofMillis(500);
    private static final Duration IN_A_FILE = Duration.ofSeconds(10);
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final PrintStream out;
    private final long start = System.nanoTime();
    private final boolean isTerminal = isTerminal();
    private volatile boolean isQuiet;

    Progress(PrintStream out) {
        this.out = out;
    }

    // From JDK 25 on it is null again where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    /** A step, with its time. */
    void step(String text) {
        if (!isQuiet) {
            out.println(timed(text));
            out.flush();
        }
    }

    private String timed(String text) {
        var seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
        return String.format(Locale.ROOT, "[%5.1fs] %s", seconds, text);
    }

    /** Lines that belong to the step before, as they are. */
    void lines(String text) {
        if (!isQuiet) {
            out.print(text.endsWith("\n") ? text : text + "\n");
            out.flush();
        }
    }

    /** A step that takes a while. It tells how far it is until it is closed. */
    interface Counting extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Begins such a step: on a terminal in one line that is written over, else in a line every 10 s.
     *
     * @param text what is done
     * @param total how much there is to do
     * @param done how much is done; asked now and then, so it has to be cheap
     */
    Counting count(String text, long total, LongSupplier done) {
        step(text);
        var begin = System.nanoTime();
        var teller = Thread.ofVirtual().name("progress").start(() -> {
            try {
                while (true) {
                    Thread.sleep(isTerminal ? ON_A_TERMINAL : IN_A_FILE);
                    var elapsed = Duration.ofNanos(System.nanoTime() - begin);
                    tellHowFar(new HowFar(done.getAsLong(), total, elapsed).text());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return () -> {
            teller.interrupt();
            if (isTerminal) {
                out.print(CLEAR_LINE);
            }
        };
    }

    private void tellHowFar(String text) {
        if (isTerminal && !isQuiet) {
            out.print(CLEAR_LINE + timed("  " + text));
            out.flush();
        } else {
            step("  " + text);
        }
    }

    /** Waits, and tells how long still. */
    void pause(String text, Duration time) throws InterruptedException {
        var begin = System.nanoTime();
        try (var _ = count(
                text + " For " + time.toSeconds() + " s.",
                time.toSeconds(),
                () -> Duration.ofNanos(System.nanoTime() - begin).toSeconds())) {
            Thread.sleep(time);
        }
    }

    /** Says nothing any more: what fails from now on fails because everything is being stopped. */
    void fallSilent() {
        isQuiet = true;
    }
}
