package io.github.konnectauth.operator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.javaoperatorsdk.operator.api.config.Utils;
import java.util.logging.ConsoleHandler;
import java.util.logging.LogManager;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where log lines go, and in which form. */
final class Logging {

    private static final String OURS = "io.github.konnectauth";
    private static final String IGNORED = "[ignore]";

    private Logging() {}

    /** The form of a line. */
    enum Format {
        JSON,
        TEXT
    }

    /** How much is logged. */
    enum Threshold {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /**
     * Writes lines to the standard output. Libraries never get below INFO, whatever the JVM was told: their finer levels print
     * whole requests and objects, and with them tokens.
     */
    static void configure(Format format, Threshold threshold) {
        keepWiresSilent();
        // The framework would note seven facts before each look and take them back after it, for lines that show none
        // of them.
        System.setProperty(Utils.USE_MDC_ENV_KEY, "false");
        configure((LoggerContext) LoggerFactory.getILoggerFactory(), format, threshold);
    }

    /** What can be turned on past our own log: Java's, where OkHttp writes, and its TLS, which would print plain text. */
    private static void keepWiresSilent() {
        System.clearProperty("javax.net.debug");
        LogManager.getLogManager().reset();
        var console = new ConsoleHandler();
        console.setLevel(java.util.logging.Level.INFO);
        java.util.logging.Logger.getLogger("").addHandler(console);
    }

    /** Forgets whatever was configured before. */
    static void configure(LoggerContext context, Format format, Threshold threshold) {
        context.reset();
        var encoder = encoder(format);
        encoder.setContext(context);
        encoder.start();
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(
                switch (threshold) {
                    case ERROR -> Level.ERROR;
                    case WARN, INFO -> Level.WARN;
                    case DEBUG, TRACE -> Level.INFO;
                });
        // Says at every start that v1alpha1 is not a stable version, which nobody here can change.
        context.getLogger("io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils")
                .setLevel(Level.ERROR);
        // Says again, with the whole exception, what our own line about a failed look says.
        context.getLogger("io.javaoperatorsdk.operator.processing.event.EventProcessor")
                .setLevel(Level.ERROR);
        // Says with the whole exception, at every try, what our own line about the API server says once.
        context.getLogger("io.fabric8.kubernetes.client.informers.impl.cache.Reflector")
                .setLevel(Level.ERROR);
        // Warns with the whole exception at every try, too.
        context.getLogger("io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector")
                .setLevel(Level.ERROR);
        context.getLogger(OURS).setLevel(Level.toLevel(threshold.name()));
    }

    private static Encoder<ILoggingEvent> encoder(Format format) {
        return switch (format) {
            case JSON -> {
                var json = new LogstashEncoder();
                json.setIncludeMdc(false);
                json.getFieldNames().setTimestamp("time");
                json.getFieldNames().setLogger("logger");
                json.getFieldNames().setVersion(IGNORED);
                json.getFieldNames().setLevelValue(IGNORED);
                json.getFieldNames().setThread(IGNORED);
                yield json;
            }
            case TEXT -> {
                var text = new PatternLayoutEncoder();
                text.setPattern("%d{HH:mm:ss.SSS} %-5level %msg %kvp{NONE}%n");
                yield text;
            }
        };
    }
}
