package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Property
    void a_number_is_seconds(@ForAll @LongRange(min = 1, max = 999_999_999) long seconds) {
        assertThat(RetryAfter.read(Long.toString(seconds), NOW)).contains(Duration.ofSeconds(seconds));
        assertThat(RetryAfter.read("000" + seconds, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @Property
    void a_number_of_any_length_is_long(@ForAll @IntRange(min = 10, max = 5000) int digits) {
        assertThat(RetryAfter.read("9".repeat(digits), NOW).orElseThrow()).isGreaterThan(Duration.ofDays(365));
    }

    @Property
    void a_date_is_the_time_until_then(@ForAll @LongRange(min = 1, max = 4_000_000_000L) long seconds) {
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                NOW.plusSeconds(seconds).atOffset(ZoneOffset.UTC));

        assertThat(RetryAfter.read(date, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void a_date_is_written_as_in_http() {
        assertThat(RetryAfter.read("Thu, 01 Jan 2026 00:01:17 GMT", NOW)).contains(Duration.ofSeconds(77));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "000",
                "-1",
                "+5",
                "1.5",
                "1e3",
                "77s",
                "77, 78",
                "\u0661",
                "soon",
                "Thu, 01 Jan 2026 00:00:00 GMT",
                "Wed, 31 Dec 2025 23:59:59 GMT",
                "Fri, 01 Jan 2026 00:01:17 GMT",
                "Thu, 32 Jan 2026 00:01:17 GMT",
                "2026-01-01T00:01:17Z"
            })
    void what_says_nothing_of_use_is_nothing(String header) {
        assertThat(RetryAfter.read(header, NOW)).isEmpty();
    }

    @Property
    void any_text_is_read_without_an_exception_and_no_wait_is_zero(@ForAll String text) {
        assertThatCode(() -> RetryAfter.read(text, NOW)).doesNotThrowAnyException();
        assertThat(RetryAfter.read(text, NOW).stream()).allMatch(Duration::isPositive);
    }
}
