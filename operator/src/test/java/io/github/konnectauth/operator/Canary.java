package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;

/** Tokens that give themselves away, and everything that was ever logged to look for them in. */
final class Canary {

    private static final String MARK = "canary7f3a9c";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final ByteArrayOutputStream LOGGED = new ByteArrayOutputStream();

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
    }

    private Canary() {}

    /** A token that no other test has. */
    static String token() {
        return "kpat_" + MARK + COUNT.incrementAndGet();
    }

    /** Everything that was logged since the first test. */
    static String logged() {
        return LOGGED.toString(StandardCharsets.UTF_8);
    }

    /** Fails if a token stands in the text, as it is or in base64 at any offset. */
    static void assertAbsent(String where, String text) {
        assertThat(text).as("a token in " + where).doesNotContain(MARK);
        for (var offset = 0; offset < 3; offset++) {
            var padded = "x".repeat(offset) + MARK;
            var base64 = java.util.Base64.getEncoder().encodeToString(padded.getBytes(StandardCharsets.UTF_8));
            // The first and last groups mix with what stands around the mark.
            assertThat(text)
                    .as("a token in base64 in " + where)
                    .doesNotContain(base64.substring(4, base64.length() - 4));
        }
    }
}
