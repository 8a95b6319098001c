package io.github.konnectauth.operator.konnect;

/** Whether a call may go out. */
sealed interface Admission {

    /**
     * It may.
     *
     * @param permit the breaker's
     */
    record Admitted(long permit) implements Admission {}

    /** It may not. */
    record Refused(Refusal why) implements Admission {}
}
