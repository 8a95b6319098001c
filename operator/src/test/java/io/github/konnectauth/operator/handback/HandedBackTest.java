package io.github.konnectauth.operator.handback;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandedBackTest {

    @Test
    void what_kong_operator_knows_is_kept_and_nothing_else() {
        var valid = condition(Condition.API_AUTH_VALID);
        var refs = condition(Condition.RESOLVED_REFS);
        var theirs = condition("Programmed");
        var status = new KonnectAPIAuthConfigurationStatus(
                List.of(
                        condition(Condition.READY),
                        valid,
                        condition(Condition.STALLED),
                        theirs,
                        condition(Condition.RECONCILING),
                        refs),
                "organization",
                "https://us.api.konghq.com",
                3L,
                "7",
                "request");

        assertThat(HandBack.handedBack(status))
                .isEqualTo(new KonnectAPIAuthConfigurationStatus(
                        List.of(valid, theirs, refs), "organization", "https://us.api.konghq.com", null, null, null));
    }

    @Test
    void what_kong_operator_has_written_is_left_as_it_is() {
        var status = new KonnectAPIAuthConfigurationStatus(
                List.of(condition(Condition.API_AUTH_VALID)), "o", "https://us.api.konghq.com", null, null, null);

        assertThat(HandBack.handedBack(status)).isEqualTo(status);
    }

    private static Condition condition(String type) {
        return new Condition(type, "True", "Valid", "Token is valid", 3L, "2026-01-01T00:00:00Z");
    }
}
