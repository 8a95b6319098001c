package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictWatchTest {

    @Test
    void it_begins_after_all_that_the_list_holds_and_not_after_the_first_resource_in_it() throws SandboxFailure {
        var list = """
                {"apiVersion":"konnect.konghq.com/v1alpha1","items":[{"metadata":{"name":"a","resourceVersion":"7"}}],
                 "kind":"KonnectAPIAuthConfigurationList","metadata":{"continue":"more","resourceVersion":"20007"}}
                """;

        assertThat(VerdictWatch.version(list)).isEqualTo("20007");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "{\"items\":[{\"metadata\":{\"resourceVersion\":\"7\"}}]}"})
    void a_list_without_a_version_is_a_failure_that_says_so(String list) {
        assertThatThrownBy(() -> VerdictWatch.version(list))
                .isInstanceOf(SandboxFailure.class)
                .hasMessageContaining("no version");
    }
}
