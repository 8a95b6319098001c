package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {

    @Test
    void aLineOfTheKernelsIsFoundByItsName() {
        var status = List.of("VmPeak:\t 9000000 kB", "VmHWM:\t  130000 kB", "VmRSS:\t  124416 kB", "Threads:\t31");

        assertThat(ProcessMemory.kilobytes(status, "VmRSS")).isEqualTo(124_416);
        assertThat(ProcessMemory.kilobytes(status, "VmHWM")).isEqualTo(130_000);
    }

    @Test
    void aNameIsTheWholeName() {
        assertThat(ProcessMemory.kilobytes(List.of("Pss_Dirty:  70 kB", "Pss:  90 kB"), "Pss"))
                .isEqualTo(90);
    }

    @Test
    void aProcessWithoutTheLineHasNone() {
        assertThat(ProcessMemory.kilobytes(List.of("Name:\tkthreadd"), "VmRSS")).isZero();
    }

    @Test
    void kilobytesBecomeMegabytes() {
        assertThat(new ProcessMemory(124_416, 1, 1).residentMegabytes()).isEqualTo(121.5);
    }

    @Test
    void thisProcessHasMemory() throws SandboxFailure {
        var memory = ProcessMemory.ofProcess(ProcessHandle.current().pid());

        assertThat(memory.resident()).isPositive();
        assertThat(memory.proportional()).isPositive().isLessThanOrEqualTo(memory.peak());
    }
}
