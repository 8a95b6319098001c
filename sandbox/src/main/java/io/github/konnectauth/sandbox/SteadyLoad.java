package io.github.konnectauth.sandbox;

import java.time.Duration;

/**
 * What checks cost.
 *
 * @param processor time that was used
 * @param time that it took
 * @param checks that were made meanwhile
 * @param idleShare of a core that is used without any check
 */
record SteadyLoad(Duration processor, Duration time, double checks, double idleShare) {

    /** Seconds of processor time for one check, beyond what is used anyway. */
    double secondsForACheck() {
        var anyway = idleShare * time.toNanos() / 1e9;
        return Math.max(0, processor.toNanos() / 1e9 - anyway) / Math.max(1, checks);
    }

    /** The share of a core with so many resources, each of which is checked once in an interval. */
    double share(int resources, Duration interval) {
        return idleShare + secondsForACheck() * resources / (interval.toNanos() / 1e9);
    }
}
