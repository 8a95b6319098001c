package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineFactsTest {

    @Test
    void theProcessorIsNamedAsTheKernelNamesIt() {
        assertThat(MachineFacts.model(
                        List.of("processor\t: 0", "model name\t: Some CPU @ 2.00GHz", "model name\t: Other")))
                .isEqualTo("Some CPU @ 2.00GHz");
    }

    @Test
    void whereTheKernelDoesNotNameItItIsUnknown() {
        assertThat(MachineFacts.model(List.of("processor\t: 0"))).isEqualTo("an unknown processor");
    }
}
