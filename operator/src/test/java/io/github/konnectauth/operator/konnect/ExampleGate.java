package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A gate whose clocks the test moves, and those who stand in line there. */
final class ExampleGate {

    private static final ScheduledExecutorService DOORKEEPER =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

    private ExampleGate() {}

    static Gate of(MovableClock clock, double perSecond) {
        return new Gate(
                clock,
                ExampleKonnect.NO_CHANCE,
                perSecond,
                () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos());
    }

    static Visit visit(Gate gate, MovableClock clock) {
        return new Visit(new Host("host.example", gate, DOORKEEPER), _ -> {}, clock);
    }

    static void join(Gate gate, MovableClock clock, int count) {
        for (var i = 0; i < count; i++) {
            gate.join(visit(gate, clock), new Asker("default", Asker.Urgency.AWAITED));
        }
    }

    /** The next step, which has to be that a call goes out. */
    static Step.Send send(Gate gate) {
        var step = gate.next();
        assertThat(step).isInstanceOf(Step.Send.class);
        return (Step.Send) step;
    }
}
