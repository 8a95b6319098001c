package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.konnect.Asker.Urgency;
import io.github.konnectauth.operator.konnect.Freshness;

/** What a look at a resource has to do. */
sealed interface Look {

    /** Ask Konnect, if there is a token to ask about. */
    record Ask(Freshness freshness, Urgency urgency) implements Look {}

    /** Nothing has changed and no check is due: the last verdict stands, and only the status is looked after. */
    record AsBefore(Verdict verdict) implements Look {}
}
