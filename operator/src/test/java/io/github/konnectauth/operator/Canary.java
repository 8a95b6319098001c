package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;

/** Tokens that give themselves away, and everything that was ever logged or printed to look for them in. */
final class Canary {

    private static final String MARK = "canary7f3a9c";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Told LOGGED = new Told();
    private static final Told PRINTED = new Told();

    static {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var encoder = new LogstashEncoder();
        encoder.setContext(context);
        encoder.start();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(LOGGED);
        appender.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
        System.setOut(PRINTED.beside(System.out));
        System.setErr(PRINTED.beside(System.err));
    }

    private Canary() {}

    /** A token that no other test has. */
    static String token() {
        return "kpat_" + MARK + COUNT.incrementAndGet();
    }

    /** Everything that was logged since the first test. */
    static String logged() {
        return LOGGED.since(0);
    }

    /** Fails if a token stands in the text, as it is or in base64 at any offset. */
    static void assertAbsent(String where, String text) {
        assertThat(text).as("a token in " + where).doesNotContain(MARK);
        assertThat(text).as("a token in base64 in " + where).doesNotContain(inBase64());
    }

    /** Fails if a token was logged or printed since this was last asked, or is in the name of a thread. */
    static void assertUntold() {
        assertAbsent("the log", LOGGED.news());
        assertAbsent("what was printed", PRINTED.news());
        var threads = ManagementFactory.getThreadMXBean();
        assertAbsent(
                "a thread's name",
                Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                        .filter(Objects::nonNull)
                        .map(ThreadInfo::getThreadName)
                        .collect(Collectors.joining("\n")));
    }

    /** All that was told in one way. */
    private static final class Told extends ByteArrayOutputStream {

        /** What is told in two goes is looked at with the second. */
        private static final int OVERLAP = 200;

        private int looked;

        synchronized String since(int start) {
            return new String(buf, start, count - start, StandardCharsets.UTF_8);
        }

        synchronized String news() {
            var news = since(Math.max(0, looked - OVERLAP));
            looked = count;
            return news;
        }

        /** A stream that tells this too. */
        PrintStream beside(PrintStream stream) {
            return new PrintStream(
                    new FilterOutputStream(stream) {
                        @Override
                        public void write(int b) {
                            stream.write(b);
                            Told.this.write(b);
                        }

                        @Override
                        public void write(byte[] bytes, int from, int length) {
                            stream.write(bytes, from, length);
                            Told.this.write(bytes, from, length);
                        }
                    },
                    true,
                    StandardCharsets.UTF_8);
        }
    }

    /** Whether a token stands there, as it is, in base64 or in UTF-16. */
    static boolean isIn(byte[] bytes) {
        // Each byte is a character of its own.
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        return Stream.of(
                        Stream.of(MARK),
                        Stream.of(inBase64()),
                        Stream.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
                                .map(wide -> new String(MARK.getBytes(wide), StandardCharsets.ISO_8859_1)))
                .flatMap(Function.identity())
                .anyMatch(text::contains);
    }

    /** The first and last groups mix with what stands around the mark. */
    private static String[] inBase64() {
        return IntStream.range(0, 3)
                .mapToObj(offset -> Base64.getEncoder()
                        .encodeToString(("x".repeat(offset) + MARK).getBytes(StandardCharsets.UTF_8)))
                .map(base64 -> base64.substring(4, base64.length() - 4))
                .toArray(String[]::new);
    }
}
