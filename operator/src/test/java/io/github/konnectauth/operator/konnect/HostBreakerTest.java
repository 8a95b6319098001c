package io.github.konnectauth.operator.konnect;

import static io.github.konnectauth.operator.konnect.ExampleKonnect.GLOBAL;
import static io.github.konnectauth.operator.konnect.ExampleKonnect.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.konnectauth.simulator.Fault;
import io.github.konnectauth.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host that keeps failing is not asked, but tried, one call at a time, over real HTTP. */
class HostBreakerTest {

    private static final WhoAmI MEMBER = new WhoAmI.Member(ORGANIZATION, "active");
    private static final WhoAmI UNREACHABLE = new WhoAmI.Unreachable(GLOBAL);
    private static final Duration MORE_THAN_A_SECOND = Duration.ofMillis(1001);

    private final ExampleKonnect konnect = new ExampleKonnect();

    private final OkHttpClient http = konnect.http(ExampleKonnect.PATIENCE);
    private final KonnectClient client = konnect.client(http, true);

    private int tokens;

    @AfterEach
    void close() {
        konnect.close();
    }

    @Test
    void a_host_that_keeps_failing_is_tried_once_a_second_and_asked_again_when_that_succeeds() {
        fault(Fault.Kind.SERVER_ERROR);
        askFiveTimes();
        assertThat(identities()).isEqualTo(5);

        assertThat(ask()).isEqualTo(UNREACHABLE);
        assertThat(ask()).isEqualTo(UNREACHABLE);
        assertThat(identities()).isEqualTo(5);
        assertThat(state(GLOBAL)).isEqualTo(2);
        assertThat(konnect.measured(GLOBAL, "unreachable")).isEqualTo(5);

        konnect.clock().move(MORE_THAN_A_SECOND);
        assertThat(ask()).isEqualTo(UNREACHABLE);
        assertThat(ask()).isEqualTo(UNREACHABLE);
        assertThat(identities()).isEqualTo(6);

        konnect.simulator().clearFaults();
        assertThat(ExampleKonnect.ask(client, GLOBAL)).isEqualTo(UNREACHABLE);
        konnect.clock().move(MORE_THAN_A_SECOND);
        assertThat(ExampleKonnect.ask(client, GLOBAL)).isEqualTo(MEMBER);
        assertThat(state(GLOBAL)).isZero();
        assertThat(ask()).isInstanceOf(WhoAmI.Rejected.class);
        assertThat(ask()).isInstanceOf(WhoAmI.Rejected.class);
        assertThat(identities()).isEqualTo(9);
    }

    @ParameterizedTest
    @EnumSource
    void only_a_host_that_cannot_be_asked_counts_as_failing(Fault.Kind kind) {
        var hurried = konnect.client(konnect.http(Duration.ofMillis(300)), true);
        var never = List.of(Fault.Kind.HANG, Fault.Kind.SLOW_DRIP);
        fault(kind);
        for (var i = 0; i < 5; i++) {
            ask(never.contains(kind) ? hurried : client);
            konnect.clock().move(Duration.ofMinutes(5));
        }

        switch (kind) {
            case SERVER_ERROR, DROPPED, HANG, SLOW_DRIP ->
                assertThat(state(GLOBAL)).isEqualTo(2);
            case UNAUTHORIZED,
                    FORBIDDEN,
                    FORBIDDEN_AT_EDGE,
                    RATE_LIMITED,
                    RATE_LIMITED_AT_EDGE,
                    NOT_FOUND,
                    REDIRECT,
                    GARBAGE,
                    NO_ID,
                    HUGE_BODY -> {
                assertThat(identities()).isEqualTo(5);
                assertThat(state(GLOBAL)).isZero();
            }
        }
    }

    @Test
    void while_one_call_tries_the_host_all_others_are_answered_at_once() throws Exception {
        fault(Fault.Kind.SERVER_ERROR);
        askFiveTimes();
        konnect.simulator().clearFaults();
        fault(Fault.Kind.HANG);
        konnect.clock().move(MORE_THAN_A_SECOND);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var trial = threads.submit(() -> ask());
            Awaitility.await().until(() -> identities() == 6);

            assertThat(state(GLOBAL)).isEqualTo(1);
            konnect.clock().move(Duration.ofMinutes(1));
            assertThat(ask()).isEqualTo(UNREACHABLE);
            assertThat(trial.isDone()).isFalse();
            assertThat(identities()).isEqualTo(6);
            http.dispatcher().cancelAll();
            assertThat(trial.get(ExampleKonnect.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(UNREACHABLE);
        }
        assertThat(state(GLOBAL)).isEqualTo(2);
    }

    @Test
    void a_trial_that_is_throttled_closes_the_breaker_and_begins_a_pause() {
        fault(Fault.Kind.SERVER_ERROR);
        askFiveTimes();
        konnect.simulator().clearFaults();
        fault(Fault.Kind.RATE_LIMITED);
        konnect.clock().move(MORE_THAN_A_SECOND);

        assertThat(ask()).isEqualTo(new WhoAmI.Throttled(GLOBAL));
        assertThat(state(GLOBAL)).isZero();
        assertThat(konnect.gauge("konnect.auth.host.paused", GLOBAL)).contains(1.0);
    }

    @Test
    void a_trial_whose_answer_breaks_something_here_leaves_the_next_call_to_try() {
        var breaks = new AtomicBoolean();
        var client = konnect.client(http -> http.addInterceptor(broken(breaks)));
        fault(Fault.Kind.SERVER_ERROR);
        askFiveTimes(client);
        konnect.simulator().clearFaults();
        konnect.clock().move(MORE_THAN_A_SECOND);

        breaks.set(true);
        assertThatThrownBy(() -> ask(client)).hasRootCauseInstanceOf(IllegalStateException.class);
        breaks.set(false);

        assertThat(ExampleKonnect.ask(client, GLOBAL)).isEqualTo(MEMBER);
    }

    @Test
    void a_region_that_is_down_leaves_the_other_hosts_alone() {
        konnect.simulator().fault(Fault.of(Fault.Kind.SERVER_ERROR).at("us.api.konghq.com"));
        for (var i = 0; i < 6; i++) {
            konnect.simulator().token("kpat_known_" + i, ORGANIZATION);
            assertThat(ExampleKonnect.ask(client, "us.api.konghq.com", "kpat_known_" + i))
                    .isEqualTo(new WhoAmI.Unreachable("us.api.konghq.com"));
        }

        assertThat(konnect.simulator().requests(Operation.CONTROL_PLANES)).isEqualTo(5);
        assertThat(state("us.api.konghq.com")).isEqualTo(2);
        assertThat(state(GLOBAL)).isZero();
        assertThat(ExampleKonnect.ask(client, "eu.api.konghq.com")).isEqualTo(MEMBER);
    }

    @Test
    void the_list_of_regions_counts_and_is_not_fetched_from_a_host_that_is_down() {
        konnect.simulator().fault(Fault.of(Fault.Kind.SERVER_ERROR).on(Operation.REGIONS));
        assertThat(ExampleKonnect.ask(client, GLOBAL)).isEqualTo(MEMBER);
        for (var i = 0; i < 7; i++) {
            assertThat(ExampleKonnect.ask(client, "pl.api.konghq.com"))
                    .isEqualTo(new WhoAmI.Unreachable("pl.api.konghq.com"));
        }

        assertThat(konnect.simulator().requests(Operation.REGIONS)).isEqualTo(5);
        assertThat(state(GLOBAL)).isEqualTo(2);
        assertThat(konnect.measured(GLOBAL, "unreachable")).isEqualTo(5);
    }

    @Test
    void a_private_origin_that_is_back_is_so_at_the_first_look() {
        konnect.simulator().fault(Fault.of(Fault.Kind.SERVER_ERROR));
        var origin = konnect.simulator().origin();
        for (var i = 0; i < 3; i++) {
            ExampleKonnect.ask(client, origin);
        }
        assertThat(state("localhost")).isEqualTo(2);
        konnect.simulator().clearFaults();
        konnect.clock().move(MORE_THAN_A_SECOND);

        assertThat(ExampleKonnect.ask(client, origin)).isEqualTo(MEMBER);
    }

    @Test
    void a_region_that_does_not_exist_is_unknown_at_the_first_look_after_an_outage() {
        fault(Fault.Kind.SERVER_ERROR);
        askFiveTimes();
        konnect.simulator().clearFaults();
        konnect.clock().move(MORE_THAN_A_SECOND);
        konnect.simulator().latency(Duration.ofMillis(300));

        assertThat(ExampleKonnect.ask(client, "pl.api.konghq.com")).isInstanceOf(WhoAmI.NoSuchRegion.class);
    }

    private void fault(Fault.Kind kind) {
        konnect.simulator().fault(Fault.of(kind).on(Operation.IDENTITY));
    }

    private void askFiveTimes() {
        askFiveTimes(client);
    }

    private void askFiveTimes(KonnectClient asking) {
        for (var i = 0; i < 5; i++) {
            ask(asking);
        }
    }

    private WhoAmI ask() {
        return ask(client);
    }

    /** With another token each time, so that no answer is shared; Konnect knows none of them. */
    private WhoAmI ask(KonnectClient asking) {
        return ExampleKonnect.ask(asking, GLOBAL, "kpat_" + tokens++);
    }

    private long identities() {
        return konnect.simulator().requests(Operation.IDENTITY);
    }

    private double state(String host) {
        return konnect.gauge("konnect.auth.breaker.state", host).orElseThrow();
    }

    private static Interceptor broken(AtomicBoolean breaks) {
        return chain -> {
            var response = chain.proceed(chain.request());
            return breaks.get() ? response.newBuilder().body(new BrokenBody()).build() : response;
        };
    }

    private static final class BrokenBody extends ResponseBody {
        @Override
        public MediaType contentType() {
            return MediaType.get("application/json");
        }

        @Override
        public long contentLength() {
            return 0;
        }

        @Override
        public BufferedSource source() {
            throw new IllegalStateException("broken");
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
