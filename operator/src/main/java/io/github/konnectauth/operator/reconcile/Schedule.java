package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.Reason;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to look at a resource again.
 *
 * @param interval between two checks of a decided resource
 */
record Schedule(Duration interval) {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);
    private static final Duration FIRST_GLANCE = Duration.ofSeconds(5);
    private static final Duration LAST_GLANCE = Duration.ofMinutes(1);
    private static final double JITTER = 0.1;

    /**
     * The time until the next look.
     *
     * @param looks how many looks in a row ended like this, this one included; at least 1
     * @return the interval ± 10 %; 2 s doubling to 5 min (never longer, and up to a fifth shorter) while Konnect leaves
     *     it open; 5 s doubling to 1 min while a Secret is awaited that the watch does not show
     */
    Duration after(Verdict verdict, int looks, RandomGenerator random) {
        return switch (verdict) {
            case Verdict.Undetermined _ ->
                scaled(doubled(FIRST_RETRY, LAST_RETRY, looks), 1 - 2 * JITTER * random.nextDouble());
            case Verdict.Invalid invalid
            when isAwaitedSecret(invalid.reason()) -> doubled(FIRST_GLANCE, LAST_GLANCE, looks);
            case Verdict.Decided _ -> scaled(interval, 1 - JITTER + 2 * JITTER * random.nextDouble());
        };
    }

    /** The time until the first look at a resource whose verdict an earlier process has found: somewhere in the interval. */
    Duration afterRestart(RandomGenerator random) {
        return scaled(interval, random.nextDouble());
    }

    private static boolean isAwaitedSecret(Reason reason) {
        return reason == Reason.SECRET_NOT_FOUND || reason == Reason.SECRET_NOT_LABELLED;
    }

    private static Duration doubled(Duration first, Duration last, int looks) {
        var doublings = Math.min(looks - 1, 20);
        var delay = first.multipliedBy(1L << doublings);
        return delay.compareTo(last) < 0 ? delay : last;
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * factor));
    }
}
