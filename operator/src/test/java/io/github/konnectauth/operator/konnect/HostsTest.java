package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

    private static final HttpAnswer THROTTLED = new HttpAnswer.Received(429, "", "77", "", true);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Hosts hosts = new Hosts(new MovableClock(), ExampleKonnect.NO_CHANCE, meters);

    @Test
    void the_first_64_hosts_have_a_state_and_a_label_of_their_own_and_the_rest_share_one() {
        for (var i = 0; i < 64; i++) {
            assertThat(host(i).label()).isEqualTo("host-" + i + ".example");
        }
        assertThat(rows("konnect.auth.host.paused")).hasSize(64).doesNotContain("other");

        assertThat(host(64).label()).isEqualTo("other");
        assertThat(host(99)).isSameAs(host(64));
        assertThat(host(63)).isSameAs(host(63)).isNotSameAs(host(62));
        assertThat(rows("konnect.auth.host.paused")).hasSize(65).contains("other");
        assertThat(rows("konnect.auth.breaker.state")).hasSize(65).contains("other");
    }

    @Test
    void what_one_of_the_rest_has_said_holds_for_all_of_them_and_for_nobody_else() {
        for (var i = 0; i < 64; i++) {
            host(i);
        }
        answered(host(64), THROTTLED);

        assertThat(host(65).refusal()).contains(Refusal.PAUSED);
        assertThat(host(63).refusal()).isEmpty();
        assertThat(gauge("konnect.auth.host.paused", "other")).isEqualTo(1);
        assertThat(gauge("konnect.auth.host.paused", "host-63.example")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64})
    void a_host_that_is_named_like_the_rest_shares_with_them(int asked) {
        for (var i = 0; i < asked; i++) {
            host(i);
        }
        var named = hosts.of("https://other/v3/organizations/me");
        for (var i = 0; i < 64; i++) {
            host(i);
        }

        assertThat(host(70)).isSameAs(named);
        assertThat(rows("konnect.auth.host.paused")).doesNotHaveDuplicates().contains("other");
    }

    @Test
    void a_port_and_a_path_make_no_difference() {
        assertThat(hosts.of("https://host.example:8443/a")).isSameAs(hosts.of("https://HOST.example/b"));
    }

    @Test
    void a_host_that_was_not_asked_has_no_row() {
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void a_host_that_answers_nothing_is_open_and_is_not_paused() {
        for (var i = 0; i < 5; i++) {
            answered(host(0), new HttpAnswer.None());
        }

        assertThat(host(0).refusal()).contains(Refusal.OUT_OF_ORDER);
        assertThat(host(0).admit()).isEqualTo(new Admission.Refused(Refusal.OUT_OF_ORDER));
        assertThat(gauge("konnect.auth.breaker.state", "host-0.example")).isEqualTo(2);
        assertThat(gauge("konnect.auth.host.paused", "host-0.example")).isZero();
        assertThat(host(1).refusal()).isEmpty();
    }

    @Test
    void a_host_that_answers_429_for_ever_is_paused_and_its_breaker_stays_closed() {
        for (var i = 0; i < 10; i++) {
            host(0).answered(new Admission.Admitted(0), THROTTLED);
        }

        assertThat(host(0).refusal()).contains(Refusal.PAUSED);
        assertThat(host(0).admit()).isEqualTo(new Admission.Refused(Refusal.PAUSED));
        assertThat(gauge("konnect.auth.breaker.state", "host-0.example")).isZero();
    }

    private Host host(int number) {
        return hosts.of("https://host-" + number + ".example/v3/organizations/me");
    }

    private static void answered(Host host, HttpAnswer answer) {
        assertThat(host.admit())
                .isInstanceOfSatisfying(Admission.Admitted.class, admitted -> host.answered(admitted, answer));
    }

    private List<String> rows(String name) {
        return meters.find(name).gauges().stream()
                .map(Gauge::getId)
                .map(id -> id.getTag("host"))
                .toList();
    }

    private double gauge(String name, String host) {
        return meters.get(name).tag("host", host).gauge().value();
    }
}
