package io.github.konnectauth.operator.konnect;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the header {@code Retry-After}. */
final class RetryAfter {

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");

    /** More digits than any wait worth telling apart, and few enough for a number. */
    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    /**
     * The wait that the header asks for: a number of seconds, or an HTTP date (the form that RFC 9110 wants to be sent).
     *
     * @param now by the clock that pauses are measured with; where the wall's clock was set since the process began, a
     *     date is off by as much, and no wait longer than the longest pause comes of that
     * @return more than zero, however large; empty when there is no header, when it cannot be read, and when it asks for
     *     no wait at all, which after a 429 says nothing
     */
    static Optional<Duration> read(String header, Instant now) {
        return (SECONDS.matcher(header).matches() ? Optional.of(seconds(header)) : untilDate(header, now))
                .filter(Duration::isPositive);
    }

    private static Duration seconds(String digits) {
        var significant = digits.replaceFirst("^0+(?=.)", "");
        return Duration.ofSeconds(
                Long.parseLong(significant.length() > MAX_DIGITS ? significant.substring(0, MAX_DIGITS) : significant));
    }

    private static Optional<Duration> untilDate(String date, Instant now) {
        try {
            return Optional.of(Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
