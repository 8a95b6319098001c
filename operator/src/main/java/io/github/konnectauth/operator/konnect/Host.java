package io.github.konnectauth.operator.konnect;

import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A host that is asked: whether a call may go out to it, as its answers so far tell. */
final class Host {

    private final String label;
    private final Clock clock;
    private final RandomGenerator random;
    private final Breaker breaker;
    private Pause pause = Pause.NONE;

    /**
     * @param label its name in metrics
     * @param random safe for use by several threads
     */
    Host(String label, Clock clock, RandomGenerator random) {
        this.label = label;
        this.clock = clock;
        this.random = random;
        this.breaker = new Breaker(clock);
    }

    String label() {
        return label;
    }

    synchronized boolean isPaused() {
        return pause.holds(clock.instant());
    }

    synchronized Breaker.State breakerState() {
        return breaker.state();
    }

    /** Why a call would be refused; empty if it would be admitted. */
    synchronized Optional<Refusal> refusal() {
        if (isPaused()) {
            return Optional.of(Refusal.PAUSED);
        }
        return breaker.isPassable() ? Optional.empty() : Optional.of(Refusal.OUT_OF_ORDER);
    }

    /** Asked when a call is about to go out. */
    synchronized Admission admit() {
        if (isPaused()) {
            return new Admission.Refused(Refusal.PAUSED);
        }
        var permit = breaker.permit();
        return permit.isPresent()
                ? new Admission.Admitted(permit.getAsLong())
                : new Admission.Refused(Refusal.OUT_OF_ORDER);
    }

    /** What came of a call that was admitted. */
    synchronized void answered(Admission.Admitted admitted, HttpAnswer answer) {
        pause = pause.after(answer, clock.instant(), random);
        breaker.report(admitted.permit(), answer.isFailure());
    }

    /** Nothing came of a call that was admitted. */
    synchronized void abandoned(Admission.Admitted admitted) {
        breaker.giveBack(admitted.permit());
    }
}
