package io.github.konnectauth.operator.konnect;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;

/** Measures calls: {@code konnect_auth_request_duration_seconds} by host, operation and outcome. */
final class RequestTimes {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterProvider<Timer> timers;

    RequestTimes(MeterRegistry meters) {
        this.timers = Timer.builder("konnect.auth.request.duration")
                .description("How long Konnect took to answer")
                .serviceLevelObjectives(BUCKETS)
                .withRegistry(meters);
    }

    /**
     * A call is over.
     *
     * @param host its label
     * @param outcome the word for what came of it; empty when there was no call after all
     */
    void record(String host, String operation, Optional<String> outcome, Duration took) {
        outcome.ifPresent(word -> timers.withTags("host", host, "operation", operation, "outcome", word)
                .record(took));
    }
}
