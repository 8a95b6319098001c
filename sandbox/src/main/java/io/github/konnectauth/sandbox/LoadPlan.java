package io.github.konnectauth.sandbox;

import java.time.Duration;
import java.util.List;

/**
 * What is measured, and with what.
 *
 * @param resources how many at once
 * @param oneByOne how many one after another
 * @param latency of every answer of Konnect
 * @param javaOptions for the operator's JVM
 * @param operatorOptions for the operator's {@code run}
 */
record LoadPlan(int resources, int oneByOne, Duration latency, List<String> javaOptions, List<String> operatorOptions) {

    /** How many calls to the API server the load generator has under way at once. */
    static final int CALLERS = 16;

    /** The longest that all of them at once may take; far more than it should be. */
    Duration limit() {
        return Duration.ofMinutes(2).plus(Duration.ofMillis(100).multipliedBy(resources));
    }
}
