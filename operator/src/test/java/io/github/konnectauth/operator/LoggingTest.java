package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

class LoggingTest {

    private final LoggerContext context = new LoggerContext();

    @ParameterizedTest
    @EnumSource
    void no_library_logs_below_info_whatever_the_level(Logging.Threshold threshold) {
        Logging.configure(context, Logging.Format.JSON, threshold);

        for (var library : new String[] {
            Logger.ROOT_LOGGER_NAME,
            "io.fabric8.kubernetes.client.http.HttpLoggingInterceptor",
            "io.fabric8.kubernetes.client.informers.impl.cache.Reflector",
            "io.javaoperatorsdk.operator.processing.event.ReconciliationDispatcher",
            "okhttp3.OkHttpClient",
            "com.fasterxml.jackson"
        }) {
            assertThat(context.getLogger(library).isDebugEnabled()).as(library).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Logger.ROOT_LOGGER_NAME, "io.fabric8.kubernetes.client.http.HttpLoggingInterceptor"})
    void what_was_configured_before_is_forgotten(String library) {
        context.getLogger(library).setLevel(Level.TRACE);

        Logging.configure(context, Logging.Format.TEXT, Logging.Threshold.TRACE);

        assertThat(context.getLogger(library).isDebugEnabled()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void the_level_is_that_of_our_own_lines(Logging.Threshold threshold) {
        Logging.configure(context, Logging.Format.JSON, threshold);

        assertThat(context.getLogger(LoggingTest.class).getEffectiveLevel()).hasToString(threshold.name());
    }
}
