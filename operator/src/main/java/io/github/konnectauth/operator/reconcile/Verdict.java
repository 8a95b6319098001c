package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.Reason;
import io.github.konnectauth.operator.konnect.Trace;
import java.util.Optional;

/** What a check found. */
sealed interface Verdict {

    /** The reason of the {@code Ready} condition that follows. */
    Reason reason();

    /** A verdict that stands until something changes. */
    sealed interface Decided extends Verdict {}

    /**
     * Konnect knows the token, and the region takes it.
     *
     * @param organizationState as Konnect says it; empty if it does not
     */
    record Valid(String organizationId, String organizationState) implements Decided {
        @Override
        public Reason reason() {
            return Reason.VALID;
        }
    }

    /**
     * Known to be unusable.
     *
     * @param message the cause, and what to do
     */
    record Invalid(Reason reason, String message, Optional<Trace> trace) implements Decided {}

    /**
     * Nobody knows; a good resource never turns bad by it.
     *
     * @param message the cause, and what happens next
     */
    record Undetermined(Reason reason, String message) implements Verdict {}
}
