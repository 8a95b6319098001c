package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HowFarTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2500 | 10000 | 4 | 2,500 of 10,000, about 12 s left",
                "5000 | 10000 | 21 | 5,000 of 10,000, about 21 s left",
                "0 | 10000 | 4 | 0 of 10,000",
                "10000 | 10000 | 40 | 10,000 of 10,000"
            })
    void theTimeLeftFollowsFromWhatIsDone(long done, long total, long seconds, String text) {
        assertThat(new HowFar(done, total, Duration.ofSeconds(seconds)).text()).isEqualTo(text);
    }
}
