package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

    private static final HttpAnswer GOOD = new HttpAnswer.Received(200, "", "", Optional.empty(), "", true);
    private static final HttpAnswer THROTTLED = new HttpAnswer.Received(429, "", "77", Optional.empty(), "", true);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ScheduledExecutorService doorkeeper = Executors.newSingleThreadScheduledExecutor();
    private final Hosts hosts = new Hosts(
            () -> new Gate(new MovableClock(), ExampleKonnect.NO_CHANCE, 0, System::nanoTime), doorkeeper, meters);

    @AfterEach
    void close() {
        doorkeeper.shutdownNow();
    }

    @Test
    void the_first_64_hosts_have_a_state_and_a_label_of_their_own_and_the_rest_share_one() {
        for (var i = 0; i < 64; i++) {
            answered(host(i), GOOD);
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
            answered(host(i), GOOD);
        }
        answered(host(64), THROTTLED);

        assertThat(asked(host(65))).isEqualTo(new HttpAnswer.NotAsked(Refusal.PAUSED));
        assertThat(asked(host(63))).isNotEqualTo(new HttpAnswer.NotAsked(Refusal.PAUSED));
        assertThat(gauge("konnect.auth.host.paused", "other")).isEqualTo(1);
        assertThat(gauge("konnect.auth.host.paused", "host-63.example")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64})
    void a_host_that_is_named_like_the_rest_shares_with_them(int asked) {
        for (var i = 0; i < asked; i++) {
            answered(host(i), GOOD);
        }
        var named = hosts.of(HttpUrl.get("https://other/v3/organizations/me"));
        for (var i = 0; i < 64; i++) {
            answered(host(i), GOOD);
        }

        assertThat(host(70)).isSameAs(named);
        assertThat(rows("konnect.auth.host.paused")).doesNotHaveDuplicates().contains("other");
    }

    @Test
    void hosts_that_are_not_there_take_no_place_from_one_that_is() {
        for (var i = 0; i < 200; i++) {
            answered(host(i), new HttpAnswer.None());
        }

        answered(host(200), GOOD);
        for (var i = 201; i < 400; i++) {
            answered(host(i), new HttpAnswer.None());
        }

        assertThat(asked(host(200))).as("it is in order").isEqualTo(new HttpAnswer.None());
        assertThat(host(200)).isSameAs(host(200)).isNotSameAs(host(201)).isNotSameAs(hosts.named("other"));
        assertThat(rows("konnect.auth.breaker.state")).hasSize(65).contains("other");
    }

    @Test
    void a_host_that_has_never_answered_keeps_its_place_while_it_is_being_asked() {
        var waiting = new ArrayList<Host>();
        for (var i = 0; i < 64; i++) {
            var host = host(i);
            var visit = new Visit(host, _ -> {}, new MovableClock());
            host.join(visit, new Asker("default", Asker.Urgency.AWAITED));
            waiting.add(host);
        }

        assertThat(host(64)).isSameAs(hosts.named("other"));
        assertThat(IntStream.range(0, 64).mapToObj(this::host)).containsExactlyElementsOf(waiting);
    }

    @Test
    void one_that_gave_up_its_place_begins_anew_and_its_row_shows_nothing_until_then() {
        for (var i = 0; i < 5; i++) {
            answered(host(0), new HttpAnswer.None());
        }
        assertThat(gauge("konnect.auth.breaker.state", "host-0.example")).isEqualTo(2);
        for (var i = 1; i < 65; i++) {
            answered(host(i), GOOD);
        }

        assertThat(gauge("konnect.auth.breaker.state", "host-0.example")).isZero();
        assertThat(host(0)).isSameAs(hosts.named("other"));
    }

    @Test
    void a_port_and_a_path_make_no_difference() {
        assertThat(hosts.of(HttpUrl.get("https://host.example:8443/a")))
                .isSameAs(hosts.of(HttpUrl.get("https://HOST.example/b")));
        assertThat(hosts.named("host.example")).isSameAs(hosts.of(HttpUrl.get("https://host.example/")));
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

        assertThat(asked(host(0))).isEqualTo(new HttpAnswer.NotAsked(Refusal.OUT_OF_ORDER));
        assertThat(gauge("konnect.auth.breaker.state", "host-0.example")).isEqualTo(2);
        assertThat(gauge("konnect.auth.host.paused", "host-0.example")).isZero();
        assertThat(gauge("konnect.auth.breaker.state", host(1).label())).isZero();
    }

    private Host host(int number) {
        return hosts.of(HttpUrl.get("https://host-" + number + ".example/v3/organizations/me"));
    }

    /** What a call comes to that would be answered so. */
    private static HttpAnswer ask(Host host, HttpAnswer answer) {
        var visit = new Visit(host, self -> self.end(answer), new MovableClock());
        host.join(visit, new Asker("default", Asker.Urgency.AWAITED));
        return visit.answer().join();
    }

    private static HttpAnswer asked(Host host) {
        return ask(host, new HttpAnswer.None());
    }

    private static void answered(Host host, HttpAnswer answer) {
        assertThat(ask(host, answer)).isSameAs(answer);
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
