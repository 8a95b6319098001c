package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OtherTimesTest {

    @Test
    void betweenTwoReadingsOnlyWhatIsNewCounts() {
        var earlier = new OtherTimes(Duration.ofSeconds(3), Duration.ofSeconds(10));
        var later = new OtherTimes(Duration.ofMillis(4_250), Duration.ofSeconds(12));

        assertThat(later.since(earlier)).isEqualTo(new OtherTimes(Duration.ofMillis(1_250), Duration.ofSeconds(2)));
        assertThat(later.since(earlier).text())
                .isEqualTo("Processor time: load generator and simulator 1.25 s, API server and etcd 2.00 s.");
    }

    @Test
    void thisProcessHasUsedSomeAndRunsNoApiServer() {
        var now = OtherTimes.now();

        assertThat(now.generator()).isPositive();
        assertThat(now.apiServer()).isZero();
    }
}
