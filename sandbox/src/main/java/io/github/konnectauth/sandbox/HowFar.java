package io.github.konnectauth.sandbox;

import java.time.Duration;
import java.util.Locale;

/**
 * How far something is.
 *
 * @param done how much of it
 * @param total how much there is
 * @param elapsed since it began
 */
record HowFar(long done, long total, Duration elapsed) {

    /** Such as {@code 2,500 of 10,000, about 12 s left}; the time only if something is done and something is left. */
    String text() {
        var text = String.format(Locale.ROOT, "%,d of %,d", done, total);
        if (done <= 0 || done >= total) {
            return text;
        }
        var left = elapsed.toMillis() * (double) (total - done) / done;
        return text + String.format(Locale.ROOT, ", about %d s left", Math.round(left / 1000));
    }
}
