package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTextTest {

    @ParameterizedTest
    @CsvSource({
        "PT-3S, 0s",
        "PT0S, 0s",
        "PT5.9S, 5s",
        "PT119S, 119s",
        "PT2M, 2m",
        "PT2M5S, 2m5s",
        "PT9M59S, 9m59s",
        "PT10M1S, 10m",
        "PT179M, 179m",
        "PT3H10M, 3h10m",
        "PT7H, 7h",
        "PT8H30M, 8h",
        "PT47H, 47h",
        "PT52H, 2d4h",
        "P3D, 3d",
        "P30DT5H, 30d"
    })
    void agesReadAsInKubectl(Duration age, String text) {
        assertThat(AgeText.of(age)).isEqualTo(text);
    }
}
