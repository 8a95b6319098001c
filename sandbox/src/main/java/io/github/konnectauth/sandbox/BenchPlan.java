package io.github.konnectauth.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What is measured, and with what.
 *
 * @param only the names of the cases; empty for all
 * @param resources how many; empty for what the goals speak of
 * @param runs how often each case is measured, but for the bursts that are only drawn
 * @param samples how many resources one after another
 * @param latency of every answer of Konnect
 * @param program the operator
 * @param operatorOptions for its {@code run}
 * @param noPacing the option that turns pacing off; empty for an operator that has none
 */
record BenchPlan(
        Set<String> only,
        List<Integer> resources,
        int runs,
        int samples,
        Duration latency,
        OperatorProgram program,
        List<String> operatorOptions,
        List<String> noPacing) {

    /** Whether something is left out. */
    boolean isPart() {
        return !only.isEmpty() || !resources.isEmpty();
    }

    /** The longest that something with so many resources may take; far more than it should. */
    static Duration limit(int resources) {
        return Duration.ofMinutes(2).plus(Duration.ofMillis(100).multipliedBy(resources));
    }
}
