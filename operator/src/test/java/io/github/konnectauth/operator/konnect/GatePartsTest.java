package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the gate is told reaches its line, its pace and its breaker. */
class GatePartsTest {

    private static final HttpAnswer BAD = new HttpAnswer.None();
    private static final ScheduledExecutorService DOORKEEPER =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

    private final MovableClock clock = new MovableClock();

    private Gate gate(double perSecond) {
        return new Gate(
                clock,
                ExampleKonnect.NO_CHANCE,
                perSecond,
                () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos());
    }

    @Test
    void a_trial_of_which_nothing_comes_lets_another_one_try() {
        var gate = gate(0);
        IntStream.range(0, 5).forEach(_ -> gate.answered(sendOf(gate).permit(), BAD));
        clock.move(Duration.ofMillis(1001));

        gate.abandoned(sendOf(gate).permit());

        assertThat(gate.refusal()).isEmpty();
        assertThat(sendOf(gate).permit()).isNotNegative();
    }

    @Test
    void calls_go_on_as_slowly_as_the_host_allows() {
        var gate = gate(25);
        var fiveMoreInThisMinute = Optional.of(new Allowance(6, 5, Duration.ofMinutes(1)));
        gate.answered(sendOf(gate).permit(), new HttpAnswer.Received(200, "", "", fiveMoreInThisMinute, "", true));
        IntStream.range(0, 5).forEach(_ -> gate.join(visit(gate), new Asker("default", Asker.Urgency.AWAITED)));

        var step = gate.next();
        while (step instanceof Step.Send) {
            step = gate.next();
        }

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Wait.class, wait -> assertThat(wait.time()).isGreaterThan(Duration.ofSeconds(5)));
    }

    @Test
    void who_is_hurried_overtakes_those_who_came_before() {
        var gate = gate(0);
        var first = visit(gate);
        var second = visit(gate);
        gate.join(first, new Asker("one", Asker.Urgency.ROUTINE));
        gate.join(second, new Asker("another", Asker.Urgency.ROUTINE));

        gate.hurry(second, new Asker("another", Asker.Urgency.AWAITED));

        assertThat(((Step.Send) gate.next()).visit()).isSameAs(second);
    }

    private Step.Send sendOf(Gate gate) {
        gate.join(visit(gate), new Asker("default", Asker.Urgency.AWAITED));
        var step = gate.next();
        assertThat(step).isInstanceOf(Step.Send.class);
        return (Step.Send) step;
    }

    private Visit visit(Gate gate) {
        return new Visit(new Host("host.example", gate, DOORKEEPER), _ -> {}, clock);
    }
}
