package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** How long a resource is left alone, whatever the verdict, however often, and however the dice fall. */
class SchedulePropertyTest {

    private static final Verdict UNDETERMINED = new Verdict.Undetermined(Reason.KONNECT_UNREACHABLE, "It is down.");

    /** Dice that always fall the same way. */
    private static Random dice(double value) {
        return new Random() {
            @Override
            public double nextDouble() {
                return value;
            }
        };
    }

    @Provide
    Arbitrary<Random> anyDice() {
        return Arbitraries.integers()
                .between(0, 1_000_000)
                .map(millionths -> Math.min(millionths / 1e6, Math.nextDown(1.0)))
                .map(SchedulePropertyTest::dice);
    }

    @Provide
    Arbitrary<Duration> intervals() {
        return Arbitraries.longs().between(1, Duration.ofDays(7).toSeconds()).map(Duration::ofSeconds);
    }

    @Provide
    Arbitrary<Verdict> settled() {
        var invalid = List.of(Reason.values()).stream()
                .filter(reason -> reason != Reason.SECRET_NOT_FOUND && reason != Reason.SECRET_NOT_LABELLED)
                .<Verdict>map(SchedulePropertyTest::invalid)
                .toList();
        return Arbitraries.oneOf(Arbitraries.just(new Verdict.Valid("org", "active")), Arbitraries.of(invalid));
    }

    private static Verdict invalid(Reason reason) {
        return new Verdict.Invalid(reason, "Change it.", Optional.empty());
    }

    @Provide
    Arbitrary<Verdict> awaitedSecrets() {
        return Arbitraries.of(invalid(Reason.SECRET_NOT_FOUND), invalid(Reason.SECRET_NOT_LABELLED));
    }

    /** What doubles from the first to the last. */
    private static long doubled(long first, long last, int looks) {
        return looks > 20 ? last : Math.min(last, first << (looks - 1));
    }

    @Property
    void a_decided_resource_is_looked_at_after_the_interval_give_or_take_a_tenth(
            @ForAll("settled") Verdict verdict,
            @ForAll("intervals") Duration interval,
            @ForAll @IntRange(min = 1) int looks,
            @ForAll("anyDice") Random dice) {
        var delay = new Schedule(interval).after(verdict, looks, dice);

        assertThat(delay)
                .isBetween(
                        interval.multipliedBy(9).dividedBy(10),
                        interval.multipliedBy(11).dividedBy(10));
    }

    @Property
    void an_undetermined_one_after_two_seconds_doubling_to_five_minutes_and_up_to_a_fifth_sooner(
            @ForAll @IntRange(min = 1) int looks, @ForAll("anyDice") Random dice) {
        var delay = new Schedule(Duration.ofMinutes(10)).after(UNDETERMINED, looks, dice);

        var longest = Duration.ofSeconds(doubled(2, 300, looks));
        assertThat(delay).isBetween(longest.multipliedBy(4).dividedBy(5), longest);
    }

    @Property
    void an_awaited_secret_is_read_after_five_seconds_doubling_to_a_minute(
            @ForAll("awaitedSecrets") Verdict verdict,
            @ForAll @IntRange(min = 1) int looks,
            @ForAll("anyDice") Random dice) {
        var delay = new Schedule(Duration.ofMinutes(10)).after(verdict, looks, dice);

        assertThat(delay).isEqualTo(Duration.ofSeconds(doubled(5, 60, looks)));
    }

    @Property
    void with_the_same_dice_no_wait_is_shorter_than_the_one_before(
            @ForAll @IntRange(min = 1, max = 100) int looks,
            @ForAll("awaitedSecrets") Verdict awaited,
            @ForAll("anyDice") Random dice) {
        var schedule = new Schedule(Duration.ofMinutes(10));

        for (var verdict : List.of(UNDETERMINED, awaited)) {
            assertThat(schedule.after(verdict, looks + 1, dice))
                    .isGreaterThanOrEqualTo(schedule.after(verdict, looks, dice))
                    .isPositive();
        }
    }

    @Property
    void the_dice_reach_both_ends(@ForAll("settled") Verdict verdict) {
        var schedule = new Schedule(Duration.ofMinutes(10));

        assertThat(schedule.after(verdict, 1, dice(0))).isEqualTo(Duration.ofMinutes(9));
        assertThat(schedule.after(verdict, 1, dice(Math.nextDown(1.0)))).isEqualTo(Duration.ofMinutes(11));
        assertThat(schedule.after(UNDETERMINED, 30, dice(0))).isEqualTo(Duration.ofMinutes(5));
        assertThat(schedule.after(UNDETERMINED, 30, dice(Math.nextDown(1.0)))).isEqualTo(Duration.ofMinutes(4));
    }
}
