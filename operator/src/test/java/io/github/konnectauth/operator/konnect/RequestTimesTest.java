package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestTimesTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RequestTimes times = new RequestTimes(meters);

    @Test
    void each_call_is_measured_by_host_operation_and_outcome() {
        times.record("host.example", "identity", Optional.of("accepted"), Duration.ofMillis(1));
        times.record("host.example", "identity", Optional.of("accepted"), Duration.ofMillis(2));

        var timer = meters.get("konnect.auth.request.duration")
                .tags("host", "host.example", "operation", "identity", "outcome", "accepted")
                .timer();
        assertThat(timer.count()).isEqualTo(2);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(3);
    }

    @Test
    void where_no_call_was_made_nothing_is_measured() {
        times.record("host.example", "identity", Optional.empty(), Duration.ZERO);

        assertThat(meters.find("konnect.auth.request.duration").timers()).isEmpty();
    }
}
