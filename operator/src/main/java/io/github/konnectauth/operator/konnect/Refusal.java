package io.github.konnectauth.operator.konnect;

/** Why a host is not asked at the moment. */
enum Refusal {

    /** It answered 429, or nothing is left of its limit, and its pause is not over. */
    PAUSED,

    /** It keeps failing, and it is not time to try it again, or somebody is trying. */
    OUT_OF_ORDER,

    /** Nobody wants the answer any more. */
    NOT_WANTED
}
