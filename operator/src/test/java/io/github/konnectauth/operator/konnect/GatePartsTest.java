package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the gate is told reaches its line, its pace and its breaker. */
class GatePartsTest {

    private static final HttpAnswer BAD = new HttpAnswer.None();

    private final MovableClock clock = new MovableClock();

    @Test
    void a_trial_of_which_nothing_comes_lets_another_one_try() {
        var gate = ExampleGate.of(clock, 0);
        IntStream.range(0, 5).forEach(_ -> gate.answered(sendOf(gate).permit(), BAD));
        clock.move(Duration.ofMillis(1001));

        gate.abandoned(sendOf(gate).permit());

        assertThat(gate.refusal()).isEmpty();
        assertThat(sendOf(gate).permit()).isNotNegative();
    }

    @Test
    void calls_go_on_as_slowly_as_the_host_allows() {
        var gate = ExampleGate.of(clock, 25);
        var fiveMoreInThisMinute = Optional.of(new Allowance(6, 5, Duration.ofMinutes(1)));
        gate.answered(sendOf(gate).permit(), new HttpAnswer.Received(200, "", "", fiveMoreInThisMinute, "", true));
        ExampleGate.join(gate, clock, 5);

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
        var gate = ExampleGate.of(clock, 0);
        var first = ExampleGate.visit(gate, clock);
        var second = ExampleGate.visit(gate, clock);
        gate.join(first, new Asker("one", Asker.Urgency.ROUTINE));
        gate.join(second, new Asker("another", Asker.Urgency.ROUTINE));

        gate.hurry(second, new Asker("another", Asker.Urgency.AWAITED));

        assertThat(((Step.Send) gate.next()).visit()).isSameAs(second);
    }

    private Step.Send sendOf(Gate gate) {
        ExampleGate.join(gate, clock, 1);
        return ExampleGate.send(gate);
    }
}
