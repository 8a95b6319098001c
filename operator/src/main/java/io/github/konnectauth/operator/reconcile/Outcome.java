package io.github.konnectauth.operator.reconcile;

/** What a verdict means for the status, in the light of the verdicts before it. */
sealed interface Outcome {

    /** Write this down. */
    record Tell(Verdict.Decided verdict) implements Outcome {}

    /** Nobody knows at the moment, and what the status says is still to be believed. */
    record LeaveAsItIs() implements Outcome {}

    /**
     * Nobody knows.
     *
     * @param keepsOrganization whether the organization in the status is that of the very same token
     */
    record Doubt(Verdict.Undetermined verdict, boolean keepsOrganization) implements Outcome {}
}
