package io.github.konnectauth.sandbox.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {

    @ParameterizedTest
    @CsvSource({"10000, 2000, 5", "49.5, 5, 10", "52, 10, 6", "200, 20, 10", "0.7, 0.1, 7", "1, 0.2, 5", "0, 1, 1"})
    void stepsAreRoundAndReachTheGreatestValue(double greatest, double step, int count) {
        assertThat(Ticks.upTo(greatest)).isEqualTo(new Ticks(step, count));
    }

    @Test
    void valuesBeginAtZero() {
        assertThat(new Ticks(20, 3).values()).containsExactly(0.0, 20.0, 40.0, 60.0);
    }
}
