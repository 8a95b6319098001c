package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    private static final long MOST = 999_999;

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "10s, PT10S",
        "1h30m, PT1H30M",
        "90m, PT1H30M",
        "1h2m3s4ms, PT1H2M3.004S",
        "0s, PT0S",
        "'  10m  ', PT10M",
        "1m500ms, PT1M0.5S"
    })
    void a_duration_is_read_as_kubernetes_users_write_it(String text, Duration expected) throws ParseException {
        assertThat(DurationText.read(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10",
                "s",
                "-10s",
                "10 s",
                "1.5h",
                "30m1h",
                "10S",
                "1d",
                "PT10M",
                "1234567h",
                "１０s",
                "10s\n10s"
            })
    void anything_else_is_refused_with_an_example_of_what_is_right(String text) {
        assertThatExceptionOfType(ParseException.class)
                .isThrownBy(() -> DurationText.read(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("30s, 10m or 1h30m");
    }

    @Property
    void hours_minutes_seconds_and_milliseconds_add_up(
            @ForAll @LongRange(min = 0, max = MOST) long hours,
            @ForAll @LongRange(min = 0, max = MOST) long minutes,
            @ForAll @LongRange(min = 0, max = MOST) long seconds,
            @ForAll @LongRange(min = 0, max = MOST) long millis)
            throws ParseException {
        var text = "%dh%dm%ds%dms".formatted(hours, minutes, seconds, millis);

        assertThat(DurationText.read(text))
                .isEqualTo(Duration.ofMillis(((hours * 60 + minutes) * 60 + seconds) * 1000 + millis));
    }

    @Property
    void any_text_is_either_read_or_refused(@ForAll String text) {
        try {
            assertThat(DurationText.read(text)).isGreaterThanOrEqualTo(Duration.ZERO);
        } catch (ParseException refused) {
            assertThat(refused).hasMessageContaining(text);
        }
    }
}
