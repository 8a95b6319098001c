package io.github.konnectauth.operator.reconcile;

import java.util.Optional;

/** What a verdict means for the status, in the light of the verdicts before it. */
sealed interface Outcome {

    /** Write this down. */
    record Tell(Verdict.Decided verdict) implements Outcome {}

    /** Nobody knows at the moment, and what the status says is still to be believed. */
    record LeaveAsItIs() implements Outcome {}

    /**
     * Nobody knows.
     *
     * @param organization that of the very same token, as far as it is known
     */
    record Doubt(Verdict.Undetermined verdict, Optional<String> organization) implements Outcome {}
}
