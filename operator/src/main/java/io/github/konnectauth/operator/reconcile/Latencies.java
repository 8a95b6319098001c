package io.github.konnectauth.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/** Measures how long it takes from an event to the status that it leads to. */
final class Latencies {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(150),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1)
    };

    private final ConcurrentMap<ResourceID, Long> arrivals = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final Timer timer;

    Latencies(MeterRegistry meters, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.timer = Timer.builder("konnect.auth.verdict.latency")
                .description("From an event to the status that was stored for it")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    /** Something about the resource has changed. */
    void arrived(ResourceID id) {
        arrivals.putIfAbsent(id, nanoTime.getAsLong());
    }

    /** Its status has been stored. */
    void stored(HasMetadata resource) {
        Optional.ofNullable(arrivals.remove(ResourceID.fromResource(resource)))
                .ifPresent(since -> timer.record(Duration.ofNanos(nanoTime.getAsLong() - since)));
    }

    /** It needed no other status. */
    void nothingToStore(HasMetadata resource) {
        arrivals.remove(ResourceID.fromResource(resource));
    }
}
