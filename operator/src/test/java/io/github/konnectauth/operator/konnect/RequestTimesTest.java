package io.github.konnectauth.operator.konnect;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RequestTimesTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RequestTimes times = new RequestTimes(meters);

    @Test
    void each_call_is_measured_by_host_operation_and_outcome() {
        var _ = measure(completedFuture("accepted"));
        var _ = measure(completedFuture("accepted"));

        assertThat(meters.get("konnect.auth.request.duration")
                        .tags("host", "host.example", "operation", "identity", "outcome", "accepted")
                        .timer()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void where_no_call_was_made_nothing_is_measured() {
        var _ = measure(completedFuture(""));

        assertThat(meters.find("konnect.auth.request.duration").timers()).isEmpty();
    }

    @Test
    void what_is_under_way_is_measured_when_it_ends() {
        var call = new CompletableFuture<String>();
        var measured = measure(call);

        assertThat(meters.find("konnect.auth.request.duration").timers()).isEmpty();
        call.complete("accepted");

        assertThat(measured).isCompletedWithValue("accepted");
        assertThat(meters.get("konnect.auth.request.duration").timer().count()).isEqualTo(1);
    }

    private CompletableFuture<String> measure(CompletableFuture<String> call) {
        return times.measure(
                "host.example",
                "identity",
                () -> call,
                word -> Optional.of(word).filter(w -> !w.isEmpty()));
    }
}
