package io.github.konnectauth.sandbox;

import io.github.konnectauth.sandbox.report.CaseResult;
import java.time.Duration;

/** One kind of work that is measured. */
interface BenchCase {

    /**
     * Measures it once; every wait in it is bounded.
     *
     * @param resources how many
     * @param run which run this is, from 1
     */
    CaseResult measure(int resources, int run) throws SandboxFailure, InterruptedException;

    /** In seconds. */
    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** In milliseconds. */
    static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
