package io.github.konnectauth.operator.konnect;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.HttpUrl;

/** Measures calls: {@code konnect_auth_request_duration_seconds} by host, operation and outcome. */
final class RequestTimes {

    /** Hosts come from resources, so there is no end to them; metrics need one. */
    private static final int MAX_HOSTS = 64;

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

    private final MeterRegistry meters;
    private final Set<String> hosts = ConcurrentHashMap.newKeySet();

    RequestTimes(MeterRegistry meters) {
        this.meters = meters;
    }

    <T> CompletableFuture<T> measure(
            String url, String operation, Supplier<CompletableFuture<T>> call, Function<T, String> outcome) {
        var started = Timer.start(meters);
        return call.get().whenComplete((result, failure) -> {
            if (failure == null) {
                started.stop(timer(HttpUrl.get(url).host(), operation, outcome.apply(result)));
            }
        });
    }

    private Timer timer(String host, String operation, String outcome) {
        return Timer.builder("konnect.auth.request.duration")
                .description("How long Konnect took to answer")
                .serviceLevelObjectives(BUCKETS)
                .tags("host", label(host), "operation", operation, "outcome", outcome)
                .register(meters);
    }

    private String label(String host) {
        return hosts.contains(host) || (hosts.size() < MAX_HOSTS && hosts.add(host)) ? host : "other";
    }
}
