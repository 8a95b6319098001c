package io.github.konnectauth.sandbox;

import java.time.Duration;
import java.util.List;

/**
 * The same measured many times.
 *
 * @param inOrder as they were measured; at least one
 */
record Samples(List<Duration> inOrder) {

    Samples {
        inOrder = List.copyOf(inOrder);
        if (inOrder.isEmpty()) {
            throw new IllegalArgumentException("there are no samples");
        }
    }

    /**
     * The smallest sample that so many percent of all do not exceed (the nearest rank; nothing is interpolated).
     *
     * @param percent above 0, 100 at most
     */
    Duration percentile(int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("a percentile is between 1 and 100, not " + percent);
        }
        var rank = Math.ceilDiv(percent * inOrder.size(), 100);
        return inOrder.stream().sorted().skip(rank - 1L).findFirst().orElseThrow();
    }

    Duration first() {
        return inOrder.getFirst();
    }
}
