package io.github.konnectauth.operator.konnect;

import static io.github.konnectauth.operator.konnect.ExampleKonnect.GLOBAL;
import static io.github.konnectauth.operator.konnect.ExampleKonnect.ORGANIZATION;
import static io.github.konnectauth.operator.konnect.ExampleKonnect.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.simulator.Fault;
import io.github.konnectauth.simulator.Operation;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that answers 429 is left alone for as long as it asks, over real HTTP. */
class HostPauseTest {

    private static final String REGION = "us.api.konghq.com";
    private static final WhoAmI MEMBER = new WhoAmI.Member(ORGANIZATION, "active");
    private static final WhoAmI THROTTLED = new WhoAmI.Throttled(GLOBAL);
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private static final String ANOTHER = "kpat_another";

    private final ExampleKonnect konnect = new ExampleKonnect();
    private final KonnectClient client = konnect.client();

    @BeforeEach
    void know() {
        konnect.simulator().token(ANOTHER, ORGANIZATION);
    }

    @AfterEach
    void close() {
        konnect.close();
    }

    @Test
    void after_a_429_no_call_goes_out_until_retry_after_and_then_one() {
        identityIsLimited(Duration.ofSeconds(77));

        assertThat(ask(TOKEN)).isEqualTo(THROTTLED);
        assertThat(ask(TOKEN)).isEqualTo(THROTTLED);
        assertThat(ask(ANOTHER)).isEqualTo(THROTTLED);
        konnect.clock().move(Duration.ofSeconds(77).minus(A_MOMENT));
        assertThat(ask(TOKEN)).isEqualTo(THROTTLED);
        assertThat(identities()).isEqualTo(1);

        konnect.clock().move(A_MOMENT);
        assertThat(ask(TOKEN)).isEqualTo(MEMBER);
        assertThat(identities()).isEqualTo(2);
    }

    @Test
    void a_pause_lasts_for_ten_minutes_at_most() {
        identityIsLimited(Duration.ofDays(1));
        ask(TOKEN);

        konnect.clock().move(Duration.ofMinutes(10).minus(A_MOMENT));
        assertThat(ask(TOKEN)).isEqualTo(THROTTLED);
        konnect.clock().move(A_MOMENT);
        assertThat(ask(TOKEN)).isEqualTo(MEMBER);
    }

    @Test
    void a_429_that_does_not_say_how_long_pauses_for_a_second_and_the_next_for_two() {
        konnect.simulator()
                .fault(Fault.of(Fault.Kind.RATE_LIMITED_AT_EDGE)
                        .on(Operation.IDENTITY)
                        .times(2));

        ask(TOKEN);
        konnect.clock().move(Duration.ofMillis(999));
        ask(TOKEN);
        assertThat(identities()).isEqualTo(1);
        konnect.clock().move(A_MOMENT);
        ask(TOKEN);
        assertThat(identities()).isEqualTo(2);
        konnect.clock().move(Duration.ofMillis(1999));
        ask(TOKEN);
        assertThat(identities()).isEqualTo(2);
        konnect.clock().move(A_MOMENT);
        assertThat(ask(TOKEN)).isEqualTo(MEMBER);
    }

    @Test
    void who_asks_by_name_does_not_pass_a_pause() {
        identityIsLimited(Duration.ofSeconds(77));
        ask(TOKEN);

        assertThat(byName()).isEqualTo(THROTTLED);
        assertThat(identities()).isEqualTo(1);
    }

    @Test
    void what_was_known_before_a_pause_goes_on_serving() {
        assertThat(ask(TOKEN)).isEqualTo(MEMBER);
        identityIsLimited(Duration.ofSeconds(30));
        ask(ANOTHER);

        assertThat(byName()).isEqualTo(THROTTLED);
        assertThat(ask(TOKEN)).isEqualTo(MEMBER);
        assertThat(identities()).isEqualTo(2);
    }

    @Test
    void the_region_is_paused_alone_and_other_hosts_are_asked() {
        konnect.simulator().fault(Fault.of(Fault.Kind.RATE_LIMITED).at(REGION));

        assertThat(ask(TOKEN)).isEqualTo(new WhoAmI.Throttled(REGION));
        assertThat(ask(ANOTHER)).isEqualTo(new WhoAmI.Throttled(REGION));
        assertThat(ExampleKonnect.ask(client, "eu.api.konghq.com")).isEqualTo(MEMBER);
        assertThat(identities()).isEqualTo(2);
        assertThat(konnect.simulator().requests(Operation.CONTROL_PLANES)).isEqualTo(2);
    }

    @Test
    void the_list_of_regions_pauses_its_host_and_is_not_fetched_from_a_paused_one() {
        konnect.simulator()
                .fault(Fault.of(Fault.Kind.RATE_LIMITED).on(Operation.REGIONS).times(1));

        assertThat(ExampleKonnect.ask(client, "pl.api.konghq.com")).isInstanceOf(WhoAmI.Unreachable.class);
        assertThat(ask(ANOTHER)).isEqualTo(THROTTLED);
        assertThat(ExampleKonnect.ask(client, "pl.api.konghq.com")).isInstanceOf(WhoAmI.Unreachable.class);
        assertThat(identities()).isEqualTo(1);
        assertThat(konnect.simulator().requests(Operation.REGIONS)).isEqualTo(1);
        assertThat(konnect.measured(GLOBAL, "throttled")).isEqualTo(1);

        konnect.clock().move(Duration.ofSeconds(77));
        assertThat(ExampleKonnect.ask(client, "pl.api.konghq.com")).isInstanceOf(WhoAmI.NoSuchRegion.class);
    }

    @Test
    void calls_that_wait_in_line_when_a_pause_begins_do_not_go_out() {
        identityIsLimited(Duration.ofSeconds(77));
        var slow = konnect.paced(0.01);

        var answers = IntStream.range(0, 20)
                .mapToObj(i ->
                        ExampleKonnect.inquire(slow, GLOBAL, "kpat_" + i, new Freshness.Within(Duration.ofSeconds(60))))
                .map(Inquiry::answer)
                .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer)
                        .succeedsWithin(ExampleKonnect.PATIENCE)
                        .isEqualTo(THROTTLED));
        assertThat(identities()).isEqualTo(1);
        assertThat(konnect.measured(GLOBAL, "throttled")).isEqualTo(1);
    }

    @Test
    void the_last_answer_that_a_limit_allows_begins_a_pause_until_the_next_window() {
        konnect.simulator().rateLimit(1);

        assertThat(ExampleKonnect.ask(client, GLOBAL, TOKEN)).isEqualTo(MEMBER);
        assertThat(ExampleKonnect.ask(client, GLOBAL, ANOTHER)).isEqualTo(THROTTLED);
        assertThat(identities()).isEqualTo(1);
        konnect.simulator().rateLimit(0);

        konnect.clock().move(Duration.ofMinutes(1));
        assertThat(ExampleKonnect.ask(client, GLOBAL, ANOTHER)).isEqualTo(MEMBER);
    }

    @Test
    void the_metrics_tell_who_is_paused_and_measure_calls_only() {
        identityIsLimited(Duration.ofSeconds(77));
        ask(TOKEN);
        ask(TOKEN);

        assertThat(paused(GLOBAL)).contains(1.0);
        assertThat(paused(REGION)).contains(0.0);
        assertThat(paused("eu.api.konghq.com")).isEmpty();
        assertThat(konnect.gauge("konnect.auth.breaker.state", GLOBAL)).contains(0.0);
        assertThat(konnect.measured(GLOBAL, "throttled")).isEqualTo(1);

        konnect.clock().move(Duration.ofSeconds(77));
        assertThat(paused(GLOBAL)).contains(0.0);
    }

    private Optional<Double> paused(String host) {
        return konnect.gauge("konnect.auth.host.paused", host);
    }

    private void identityIsLimited(Duration retryAfter) {
        konnect.simulator()
                .fault(Fault.of(Fault.Kind.RATE_LIMITED)
                        .on(Operation.IDENTITY)
                        .retryAfter(retryAfter)
                        .times(1));
    }

    private WhoAmI ask(String token) {
        return ExampleKonnect.ask(client, REGION, token);
    }

    private WhoAmI byName() {
        return ExampleKonnect.ask(client, REGION, TOKEN, new Freshness.Now());
    }

    private long identities() {
        return konnect.simulator().requests(Operation.IDENTITY);
    }
}
