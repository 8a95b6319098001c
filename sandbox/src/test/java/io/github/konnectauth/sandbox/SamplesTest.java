package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplesTest {

    @ParameterizedTest
    @CsvSource({"60, 50, 30", "60, 99, 60", "100, 99, 99", "100, 50, 50", "1, 50, 1", "1, 99, 1", "3, 50, 2", "10, 1, 1"
    })
    void percentilesAreSamplesOfTheNearestRank(int count, int percent, long millis) {
        var descending = IntStream.rangeClosed(1, count)
                .mapToObj(number -> Duration.ofMillis(count + 1 - number))
                .toList();

        assertThat(new Samples(descending).percentile(percent)).hasMillis(millis);
    }

    @Test
    void theFirstIsTheFirstMeasuredNotTheSmallest() {
        assertThat(new Samples(List.of(Duration.ofMillis(9), Duration.ofMillis(1))).first())
                .hasMillis(9);
    }

    @Test
    void nothingMeasuredHasNoPercentiles() {
        assertThatThrownBy(() -> new Samples(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void percentilesOutOfRangeAreRefused() {
        var samples = new Samples(List.of(Duration.ofMillis(1)));

        assertThatThrownBy(() -> samples.percentile(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> samples.percentile(101)).isInstanceOf(IllegalArgumentException.class);
    }
}
