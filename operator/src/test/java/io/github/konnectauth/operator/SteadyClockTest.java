package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Clock> wall = new AtomicReference<>(Clock.fixed(BEGIN, ZoneOffset.UTC));
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final SteadyClock steady = new SteadyClock(wall.get(), nanos::get);

    @Test
    void it_begins_at_the_walls_time_and_goes_on_with_the_seconds_that_go_by() {
        assertThat(steady.instant()).isEqualTo(BEGIN);

        // Past the end of the numbers, as nanoTime may go.
        nanos.addAndGet(Duration.ofMinutes(10).toNanos());

        assertThat(steady.instant()).isEqualTo(BEGIN.plus(Duration.ofMinutes(10)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "PT1H"})
    void a_walls_clock_that_is_set_moves_nothing(Duration by) {
        var settable = new SettableClock(BEGIN);
        var clock = new SteadyClock(settable, nanos::get);

        settable.set(by);

        assertThat(clock.instant()).isEqualTo(BEGIN);
    }
}
