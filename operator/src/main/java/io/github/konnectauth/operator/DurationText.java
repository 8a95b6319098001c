package io.github.konnectauth.operator;

import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.commons.cli.ParseException;

/** Durations as people who use Kubernetes write them: {@code 500ms}, {@code 10s}, {@code 1h30m}. */
final class DurationText {

    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,6})s)?(?:(\\d{1,9})ms)?");

    private DurationText() {}

    /** @throws ParseException if it is none */
    static Duration read(String text) throws ParseException {
        var matcher = FORM.matcher(text.strip());
        if (text.isBlank() || !matcher.matches()) {
            throw new ParseException("'" + text + "' is not a duration: write it like 30s, 10m or 1h30m");
        }
        return Duration.ofHours(number(matcher.group(1)))
                .plusMinutes(number(matcher.group(2)))
                .plusSeconds(number(matcher.group(3)))
                .plusMillis(number(matcher.group(4)));
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
