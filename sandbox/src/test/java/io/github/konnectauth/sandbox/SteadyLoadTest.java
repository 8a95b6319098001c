package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SteadyLoadTest {

    @Test
    void aCheckCostsWhatIsUsedBeyondWhatIsUsedAnyway() {
        var load = new SteadyLoad(Duration.ofSeconds(20), Duration.ofSeconds(100), 30_000, 0.05);

        assertThat(load.secondsForACheck()).isEqualTo(15.0 / 30_000, within(1e-9));
    }

    @Test
    void withALongerIntervalOnlyTheChecksBecomeFewer() {
        var load = new SteadyLoad(Duration.ofSeconds(20), Duration.ofSeconds(100), 30_000, 0.05);

        assertThat(load.share(6_000, Duration.ofMinutes(10))).isEqualTo(0.05 + 0.0005 * 10, within(1e-9));
    }

    @Test
    void aRunThatUsedLessThanAnIdleOneHasFreeChecks() {
        assertThat(new SteadyLoad(Duration.ofSeconds(1), Duration.ofSeconds(100), 0, 0.05).secondsForACheck())
                .isZero();
    }
}
