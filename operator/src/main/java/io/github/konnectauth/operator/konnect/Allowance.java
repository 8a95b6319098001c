package io.github.konnectauth.operator.konnect;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What a host allows, as its headers {@code ratelimit-limit}, {@code ratelimit-remaining} and {@code ratelimit-reset} say.
 *
 * @param limit calls in a window; at least 1
 * @param remaining calls that are left in this window; at least 0
 * @param reset until the next window; at least a second
 */
record Allowance(long limit, long remaining, Duration reset) {

    /** The share that is used. The rest is for others with the same limit, and for what is under way. */
    private static final double USED = 0.9;

    /** Konnect's limits are by the minute, and near the end of a window the time to the next one tells nothing. */
    private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);

    /** However long a window is: there may be more to know by then. */
    private static final Duration LONGEST_STEP = Pause.LONGEST;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /**
     * Reads the headers.
     *
     * @param header an answer's header by its name; empty when it has none
     * @return empty unless all three are there and are numbers, and the limit is not 0
     */
    static Optional<Allowance> read(UnaryOperator<String> header) {
        return number(header.apply("ratelimit-limit"))
                .filter(limit -> limit > 0)
                .flatMap(limit -> number(header.apply("ratelimit-remaining"))
                        .flatMap(remaining -> number(header.apply("ratelimit-reset"))
                                .map(reset -> new Allowance(
                                        limit, Math.min(remaining, limit), Duration.ofSeconds(Math.max(1, reset))))));
    }

    private static Optional<Long> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    /** Whether the next call would be one too many. */
    boolean isUsedUp() {
        return remaining == 0;
    }

    /**
     * The pace that stays below the limit: nine tenths of what a window allows, or of what is left of this one if that is
     * less, in equal steps. Never slower than one call until the next window, whose first answer tells what that allows,
     * and than one call in 10 min.
     */
    double perSecond() {
        var window = reset.compareTo(SHORTEST_WINDOW) > 0 ? reset : SHORTEST_WINDOW;
        var ofAll = USED * limit / window.toSeconds();
        var ofTheRest = USED * remaining / reset.toSeconds();
        var slowest = 1.0 / Math.min(reset.toSeconds(), LONGEST_STEP.toSeconds());
        return Math.max(Math.min(ofAll, ofTheRest), slowest);
    }
}
