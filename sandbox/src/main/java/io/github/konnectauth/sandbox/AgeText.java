package io.github.konnectauth.sandbox;

import java.time.Duration;

/** How old something is, as kubectl says it: the two largest units while both matter, else one. */
final class AgeText {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private AgeText() {}

    /** {@code 5s}, {@code 2m5s}, {@code 12m}, {@code 3h10m}, {@code 9h}, {@code 2d4h}, {@code 30d}. */
    static String of(Duration age) {
        var seconds = Math.max(0, age.toSeconds());
        if (seconds < 2 * MINUTE) {
            return seconds + "s";
        }
        if (seconds < 10 * MINUTE) {
            return pair(seconds, MINUTE, "m", 1, "s");
        }
        if (seconds < 3 * HOUR) {
            return seconds / MINUTE + "m";
        }
        if (seconds < 8 * HOUR) {
            return pair(seconds, HOUR, "h", MINUTE, "m");
        }
        if (seconds < 2 * DAY) {
            return seconds / HOUR + "h";
        }
        return seconds < 8 * DAY ? pair(seconds, DAY, "d", HOUR, "h") : seconds / DAY + "d";
    }

    private static String pair(long seconds, long large, String largeUnit, long small, String smallUnit) {
        var rest = seconds % large / small;
        return seconds / large + largeUnit + (rest == 0 ? "" : rest + smallUnit);
    }
}
