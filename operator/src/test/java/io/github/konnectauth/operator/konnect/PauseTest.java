package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PauseTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final RandomGenerator LEAST = () -> 0;
    private static final RandomGenerator MOST = () -> -1;

    static List<HttpAnswer> silences() {
        return List.of(
                new HttpAnswer.None(),
                new HttpAnswer.Untrusted(),
                new HttpAnswer.OffLimits(),
                new HttpAnswer.NotAsked(Refusal.OUT_OF_ORDER));
    }

    @Test
    void nothing_pauses_at_first() {
        assertThat(Pause.NONE.holds(NOW)).isFalse();
    }

    @Property
    void a_429_pauses_for_as_long_as_it_says_and_for_ten_minutes_at_most(
            @ForAll @LongRange(min = 1, max = 100_000) long seconds) {
        var pause = Pause.NONE.after(throttled(Long.toString(seconds)), NOW, LEAST);
        var end = NOW.plusSeconds(Math.min(seconds, 600));

        assertThat(pause.holds(NOW)).isTrue();
        assertThat(pause.holds(end.minusNanos(1))).isTrue();
        assertThat(pause.holds(end)).isFalse();
    }

    @Test
    void a_429_with_a_date_pauses_until_then() {
        var pause = Pause.NONE.after(throttled("Thu, 01 Jan 2026 00:01:17 GMT"), NOW, LEAST);

        assertThat(pause.until()).isEqualTo(NOW.plusSeconds(77));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "soon", "Wed, 31 Dec 2025 23:59:59 GMT"})
    void one_429_after_the_other_that_does_not_say_pauses_for_twice_as_long_and_for_ten_minutes_at_most(String header) {
        assertThat(guesses(header, LEAST, 12))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 600L, 600L);
    }

    @Test
    void a_429_without_a_time_pauses_until_the_next_window_if_the_limit_is_used_up() {
        var pause = Pause.NONE.after(received(429, new Allowance(100, 0, Duration.ofSeconds(40))), NOW, LEAST);

        assertThat(pause.until()).isEqualTo(NOW.plusSeconds(40));
    }

    @Test
    void the_last_answer_that_a_limit_allows_pauses_until_the_next_window_and_an_earlier_one_does_not() {
        var last = Pause.NONE.after(received(200, new Allowance(100, 0, Duration.ofSeconds(40))), NOW, LEAST);
        var earlier = Pause.NONE.after(received(200, new Allowance(100, 1, Duration.ofSeconds(40))), NOW, LEAST);

        assertThat(last.until()).isEqualTo(NOW.plusSeconds(40));
        assertThat(earlier).isEqualTo(Pause.NONE);
    }

    private static HttpAnswer received(int status, Allowance allowance) {
        return new HttpAnswer.Received(status, "", "", Optional.of(allowance), "", true);
    }

    @Test
    void a_guess_is_a_fifth_shorter_at_most() {
        assertThat(guesses("", MOST, 12))
                .extracting(Duration::toMillis)
                .startsWith(800L, 1600L, 3200L)
                .endsWith(480_000L);
    }

    @Property
    void a_guess_is_in_between(@ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int times) {
        var shortest = guesses("", MOST, times).getLast();
        var longest = guesses("", LEAST, times).getLast();

        assertThat(guesses("", new Random(seed), times).getLast()).isBetween(shortest, longest);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 302, 401, 403, 404, 428, 430, 500, 503})
    void another_answer_makes_the_next_guess_small_again(int status) {
        var thrice = Pause.NONE;
        for (var i = 0; i < 3; i++) {
            thrice = thrice.after(throttled(""), thrice.until().plusSeconds(1), LEAST);
        }
        var later = thrice.until();

        assertThat(thrice.after(answer(status, "30"), later, LEAST)).isEqualTo(Pause.NONE);
    }

    @ParameterizedTest
    @MethodSource("silences")
    void silence_changes_nothing(HttpAnswer silence) {
        var pause = Pause.NONE.after(throttled(""), NOW, LEAST);

        assertThat(pause.after(silence, NOW, LEAST)).isEqualTo(pause);
        assertThat(pause.after(silence, NOW.plusSeconds(60), LEAST)).isEqualTo(pause);
        assertThat(Pause.NONE.after(silence, NOW, LEAST)).isEqualTo(Pause.NONE);
    }

    @Test
    void a_late_answer_to_an_earlier_call_does_not_end_a_pause() {
        var pause = Pause.NONE.after(throttled("77"), NOW, LEAST);

        assertThat(pause.after(answer(200, ""), NOW.plusSeconds(76), LEAST)).isEqualTo(pause);
    }

    @Test
    void many_429_at_once_count_as_one() {
        var pause = Pause.NONE.after(throttled(""), NOW, LEAST);
        for (var i = 0; i < 64; i++) {
            pause = pause.after(throttled(""), NOW.plusMillis(i), LEAST);
        }

        assertThat(pause).isEqualTo(Pause.NONE.after(throttled(""), NOW, LEAST));
    }

    @Test
    void a_pause_becomes_longer_and_never_shorter_because_a_host_says_so() {
        var pause = Pause.NONE.after(throttled("30"), NOW, LEAST);

        assertThat(pause.after(throttled("60"), NOW, LEAST).until()).isEqualTo(NOW.plusSeconds(60));
        assertThat(pause.after(throttled("29"), NOW, LEAST).until()).isEqualTo(NOW.plusSeconds(30));
        assertThat(pause.after(throttled("1"), NOW.plusSeconds(30), LEAST).until())
                .isEqualTo(NOW.plusSeconds(31));
    }

    @Property
    void no_history_pauses_for_more_than_ten_minutes(
            @ForAll @Size(max = 50) List<@IntRange(min = 0, max = 1000) Integer> waits, @ForAll long seed) {
        var random = new Random(seed);
        var pause = Pause.NONE;
        var now = NOW;
        for (var wait : waits) {
            pause = pause.after(throttled(wait % 2 == 0 ? "" : wait.toString()), now, random);
            assertThat(pause.holds(now)).isTrue();
            assertThat(pause.holds(now.plus(Duration.ofMinutes(10)))).isFalse();
            now = now.plusSeconds(random.nextInt(0, 1200));
        }
    }

    /** The lengths of so many pauses, each of which begins when the one before is over. */
    private static List<Duration> guesses(String header, RandomGenerator random, int times) {
        var lengths = new ArrayList<Duration>();
        var pause = Pause.NONE;
        var now = NOW;
        for (var i = 0; i < times; i++) {
            pause = pause.after(throttled(header), now, random);
            lengths.add(Duration.between(now, pause.until()));
            now = pause.until();
        }
        return lengths;
    }

    private static HttpAnswer throttled(String retryAfter) {
        return answer(429, retryAfter);
    }

    private static HttpAnswer answer(int status, String retryAfter) {
        return new HttpAnswer.Received(status, "text/html", retryAfter, Optional.empty(), "", true);
    }
}
