package io.github.konnectauth.operator.konnect;

import java.time.Duration;
import java.util.List;

/** What is to be done next for those who wait for a host. */
sealed interface Step {

    /**
     * This call goes out.
     *
     * @param permit the breaker's
     */
    record Send(Visit visit, long permit) implements Step {}

    /** These do not go out. */
    record TurnAway(List<Visit> visits, Refusal why) implements Step {}

    /** The host may be asked again, so those who wait for that are told. */
    record Tell(List<Runnable> waiting) implements Step {}

    /** Nothing before this time has passed. */
    record Wait(Duration time) implements Step {}

    /** Nothing until something happens. */
    record Rest() implements Step {}
}
