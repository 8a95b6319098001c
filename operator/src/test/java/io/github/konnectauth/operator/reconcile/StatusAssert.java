package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.waiting.Kstatus;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions about a status, in the words of those who read it. */
final class StatusAssert extends AbstractAssert<StatusAssert, KonnectAPIAuthConfigurationStatus> {

    private StatusAssert(KonnectAPIAuthConfigurationStatus status) {
        super(status, StatusAssert.class);
    }

    static StatusAssert assertThatStatus(KonnectAPIAuthConfigurationStatus status) {
        return new StatusAssert(status);
    }

    /** Both conditions that people read say so. */
    StatusAssert isValid() {
        return says(Condition.API_AUTH_VALID, "True", "Valid")
                .says(Condition.READY, "True", "Valid")
                .isForKstatus(Kstatus.CURRENT);
    }

    StatusAssert isInvalid(String reason) {
        return says(Condition.API_AUTH_VALID, "False", "Invalid").says(Condition.READY, "False", reason);
    }

    StatusAssert isUnknown(String reason) {
        return says(Condition.API_AUTH_VALID, "Unknown", reason)
                .says(Condition.READY, "Unknown", reason)
                .isForKstatus(Kstatus.IN_PROGRESS);
    }

    StatusAssert says(String type, String status, String reason) {
        var condition = condition(type);
        Assertions.assertThat(condition.status()).as("status of %s", type).isEqualTo(status);
        Assertions.assertThat(condition.reason()).as("reason of %s", type).isEqualTo(reason);
        return this;
    }

    StatusAssert hasMessage(String type, String message) {
        Assertions.assertThat(condition(type).message())
                .as("message of %s", type)
                .isEqualTo(message);
        return this;
    }

    StatusAssert hasNo(String type) {
        Assertions.assertThat(actual.condition(type)).as(type).isEmpty();
        return this;
    }

    /** Reconciling and Stalled are there only while True, never both, and say what Ready says. */
    StatusAssert isForKstatus(Kstatus kstatus) {
        var ready = condition(Condition.READY);
        progress(Condition.RECONCILING, kstatus == Kstatus.IN_PROGRESS, ready);
        progress(Condition.STALLED, kstatus == Kstatus.FAILED, ready);
        return this;
    }

    private void progress(String type, boolean isExpected, Condition ready) {
        if (isExpected) {
            says(type, "True", ready.reason()).hasMessage(type, ready.message());
        } else {
            hasNo(type);
        }
    }

    StatusAssert hasOrganization(String id) {
        Assertions.assertThat(actual.organizationId()).as("organizationID").isEqualTo(id);
        return this;
    }

    StatusAssert hasNoOrganization() {
        Assertions.assertThat(actual.organizationId()).as("organizationID").isNull();
        return this;
    }

    StatusAssert hasServer(Optional<String> origin) {
        Assertions.assertThat(Optional.ofNullable(actual.serverUrl()))
                .as("serverURL")
                .isEqualTo(origin);
        return this;
    }

    StatusAssert hasChangedAt(String type, String time) {
        Assertions.assertThat(condition(type).lastTransitionTime())
                .as("last transition of %s", type)
                .isEqualTo(time);
        return this;
    }

    private Condition condition(String type) {
        return actual.condition(type)
                .orElseThrow(() -> new AssertionError("there is no condition " + type + " in " + actual));
    }
}
