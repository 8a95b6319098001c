package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import java.util.List;

/** What a status tells, condition by condition. */
final class Told {

    private Told() {}

    static void assertInvalid(KonnectAPIAuthConfigurationStatus status, String progress) {
        assertThat(state(status, Condition.API_AUTH_VALID)).isEqualTo("False");
        assertThat(reason(status, Condition.API_AUTH_VALID)).isEqualTo("Invalid");
        assertThat(state(status, Condition.READY)).isEqualTo("False");
        assertThat(message(status, progress)).isEqualTo(message(status, Condition.READY));
        assertThat(reason(status, progress)).isEqualTo(reason(status, Condition.READY));
        assertThat(status.organizationId()).isNull();
        assertThat(status.conditions())
                .allSatisfy(c -> assertThat(c.observedGeneration()).isEqualTo(1L));
    }

    static List<String> types(KonnectAPIAuthConfigurationStatus status) {
        return status.conditions().stream().map(Condition::type).toList();
    }

    static String state(KonnectAPIAuthConfigurationStatus status, String type) {
        return status.condition(type).orElseThrow().status();
    }

    static String reason(KonnectAPIAuthConfigurationStatus status, String type) {
        return status.condition(type).orElseThrow().reason();
    }

    static String message(KonnectAPIAuthConfigurationStatus status, String type) {
        return status.condition(type).orElseThrow().message();
    }
}
