package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void calls_go_out_evenly_at_the_given_pace() {
        var pace = new Pace(25, nanos::get);

        assertThat(callsWithin(pace, Duration.ofSeconds(10))).isBetween(250, 253);
    }

    @Test
    void no_second_has_more_calls_than_the_pace_and_a_tenth() {
        var pace = new Pace(25, nanos::get);
        nanos.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(callsWithin(pace, Duration.ofSeconds(1))).isLessThanOrEqualTo(28);
    }

    @Test
    void who_comes_too_early_is_told_how_long_it_takes() {
        var pace = new Pace(0.5, nanos::get);

        assertThat(pace.take()).isEqualTo(Duration.ZERO);
        assertThat(pace.take()).isEqualTo(Duration.ofSeconds(2));
        nanos.addAndGet(Duration.ofMillis(1500).toNanos());
        assertThat(pace.take()).isEqualTo(Duration.ofMillis(500));
        nanos.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(pace.take()).isEqualTo(Duration.ZERO);
    }

    @Test
    void what_a_host_allows_takes_the_place_of_the_given_pace() {
        var pace = new Pace(25, nanos::get);

        pace.after(answer(200, Optional.of(new Allowance(6000, 6000, Duration.ofMinutes(1)))));

        assertThat(callsWithin(pace, Duration.ofSeconds(10))).isBetween(900, 910);
    }

    @Test
    void a_slower_pace_holds_at_once() {
        var pace = new Pace(1000, nanos::get);
        pace.after(answer(200, Optional.of(new Allowance(60, 60, Duration.ofMinutes(1)))));

        assertThat(callsWithin(pace, Duration.ofSeconds(20))).isBetween(18, 20);
    }

    @Test
    void a_host_that_says_nothing_any_more_is_asked_at_the_given_pace_again() {
        var pace = new Pace(25, nanos::get);
        pace.after(answer(200, Optional.of(new Allowance(60, 60, Duration.ofMinutes(1)))));

        pace.after(answer(200, Optional.empty()));

        assertThat(callsWithin(pace, Duration.ofSeconds(10))).isBetween(248, 253);
    }

    @Test
    void failures_and_refusals_say_nothing_about_the_pace() {
        var pace = new Pace(25, nanos::get);
        pace.after(answer(200, Optional.of(new Allowance(60, 60, Duration.ofMinutes(1)))));

        pace.after(answer(503, Optional.empty()));
        pace.after(answer(429, Optional.empty()));
        pace.after(new HttpAnswer.None());

        assertThat(callsWithin(pace, Duration.ofSeconds(10))).isLessThan(13);
    }

    @Test
    void without_pacing_nobody_waits_whatever_a_host_allows() {
        var pace = new Pace(0, nanos::get);
        pace.after(answer(200, Optional.of(new Allowance(1, 1, Duration.ofMinutes(1)))));

        for (var i = 0; i < 10_000; i++) {
            assertThat(pace.take()).isEqualTo(Duration.ZERO);
        }
    }

    private static HttpAnswer answer(int status, Optional<Allowance> allowance) {
        return new HttpAnswer.Received(status, "", "", allowance, "", true);
    }

    private int callsWithin(Pace pace, Duration time) {
        var end = nanos.get() + time.toNanos();
        var calls = 0;
        while (nanos.get() < end) {
            var wait = pace.take();
            if (wait.isZero()) {
                calls++;
            }
            nanos.addAndGet(wait.toNanos());
        }
        return calls;
    }
}
