package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RequestTimesTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RequestTimes times = new RequestTimes(meters);

    @Test
    void the_first_64_hosts_have_a_label_of_their_own_and_the_rest_share_one() {
        for (var i = 0; i < 100; i++) {
            measure("host-" + i + ".example");
        }
        measure("host-0.example");

        assertThat(meters.find("konnect.auth.request.duration").timers()).hasSize(65);
        assertThat(timer("other").count()).isEqualTo(36);
        assertThat(timer("host-0.example").count()).isEqualTo(2);
        assertThat(timer("host-63.example").count()).isEqualTo(1);
    }

    @Test
    void a_port_is_no_part_of_the_label() {
        measure("host.example:8443");

        assertThat(timer("host.example").count()).isEqualTo(1);
    }

    @Test
    void what_is_under_way_is_measured_when_it_ends() {
        var call = new CompletableFuture<String>();
        var measured = times.measure("https://host.example/", "identity", () -> call, outcome -> outcome);

        assertThat(meters.find("konnect.auth.request.duration").timers()).isEmpty();
        call.complete("accepted");

        assertThat(measured).isCompletedWithValue("accepted");
        assertThat(timer("host.example").count()).isEqualTo(1);
    }

    private void measure(String authority) {
        var _ = times.measure(
                "https://" + authority + "/",
                "identity",
                () -> CompletableFuture.completedFuture("accepted"),
                outcome -> outcome);
    }

    private Timer timer(String host) {
        return meters.get("konnect.auth.request.duration").tag("host", host).timer();
    }
}
