package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowanceTest {

    private static Optional<Allowance> read(String limit, String remaining, String reset) {
        return Allowance.read(
                name -> Map.of("ratelimit-limit", limit, "ratelimit-remaining", remaining, "ratelimit-reset", reset)
                        .getOrDefault(name, ""));
    }

    @Test
    void konnects_three_headers_are_read() {
        assertThat(read("3000", "2999", "42")).contains(new Allowance(3000, 2999, Duration.ofSeconds(42)));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1, 1",
        "1, '', 1",
        "1, 1, ''",
        "many, 1, 1",
        "1, -1, 1",
        "1, 1, 1.5",
        "0, 0, 1",
        "'3000, 3000;w=60', 1, 1",
        "1234567890, 1, 1"
    })
    void where_one_is_missing_or_is_no_number_nothing_is_known(String limit, String remaining, String reset) {
        assertThat(read(limit, remaining, reset)).isEmpty();
    }

    @Test
    void what_remains_is_not_more_than_the_limit_and_a_window_does_not_end_before_a_second() {
        assertThat(read("10", "999", "0")).contains(new Allowance(10, 10, Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource({
        // limit, remaining, reset, calls a second
        "3000, 3000, 60, 45", // nine tenths of 50 a second
        "3000, 2000, 1, 45", // no burst near the end of a window
        "3000, 300, 30, 9", // others use the same limit
        "3000, 1, 30, 0.0333333", // one call until the next window
        "3000, 0, 30, 0.0333333",
        "36000, 36000, 3600, 9", // a window of an hour
        "60, 60, 60, 0.9",
        "3000, 0, 999999999, 0.0016667", // one call in ten minutes, however long the window
    })
    void the_pace_stays_below_what_is_allowed(long limit, long remaining, long reset, double perSecond) {
        assertThat(new Allowance(limit, remaining, Duration.ofSeconds(reset)).perSecond())
                .isCloseTo(perSecond, Offset.offset(1e-6));
    }

    @Property
    void at_this_pace_a_window_ends_with_calls_to_spare_and_the_next_one_is_noticed(
            @ForAll @LongRange(min = 1, max = 1_000_000) long limit,
            @ForAll @LongRange(min = 0, max = 1_000_000) long remaining,
            @ForAll @LongRange(min = 1, max = 3600) long reset) {
        var allowance = new Allowance(limit, Math.min(remaining, limit), Duration.ofSeconds(reset));

        var calls = allowance.perSecond() * reset;

        var oneInTenMinutes = Math.max(1, reset / 600.0) + 1e-9;
        assertThat(calls).isLessThanOrEqualTo(Math.max(oneInTenMinutes, 0.9 * allowance.remaining() + 1e-6));
        assertThat(calls).isGreaterThanOrEqualTo(1 - 1e-9);
    }
}
