package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationOptionTest {

    private final DurationOption option = new DurationOption();

    @Test
    void aNumberHasAUnit() {
        assertThat(option.convert("80ms")).isEqualTo(Duration.ofMillis(80));
        assertThat(option.convert("2s")).isEqualTo(Duration.ofSeconds(2));
        assertThat(option.convert("10m")).isEqualTo(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", "-1s", "1.5s", "1h", "PT1S"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> option.convert(text)).isInstanceOf(TypeConversionException.class);
    }
}
