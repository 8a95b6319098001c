package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationTextTest {

    private static final long LARGEST_HOURS = 999_999;

    private final DurationText durations = new DurationText();

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
    void a_duration_is_read_as_kubernetes_users_write_it(String text, Duration expected) {
        assertThat(durations.convert(text)).isEqualTo(expected);
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
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> durations.convert(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("30s, 10m or 1h30m");
    }

    @Property
    void what_is_written_can_be_read_back(@ForAll @LongRange(min = 0, max = LARGEST_HOURS * 3_600_000) long millis) {
        var duration = Duration.ofMillis(millis);

        assertThat(durations.convert(DurationText.format(duration))).isEqualTo(duration);
    }

    @Property
    void any_text_is_either_read_or_refused(@ForAll String text) {
        try {
            assertThat(durations.convert(text)).isGreaterThanOrEqualTo(Duration.ZERO);
        } catch (TypeConversionException refused) {
            assertThat(refused).hasMessageContaining(text);
        }
    }
}
