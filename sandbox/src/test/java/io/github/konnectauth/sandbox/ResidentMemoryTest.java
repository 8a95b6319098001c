package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {

    @Test
    void theKernelsKilobytesBecomeMebibytes() {
        assertThat(ResidentMemory.in(List.of("VmPeak:\t 9000000 kB", "VmRSS:\t  124416 kB", "Threads:\t31")))
                .hasValue(122);
    }

    @Test
    void aProcessWithoutTheLineHasNone() {
        assertThat(ResidentMemory.in(List.of("Name:\tkthreadd"))).isEmpty();
    }
}
