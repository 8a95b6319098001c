package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many calls go out at once: one opens a connection, and many use it. */
class GateAheadTest {

    private static final HttpAnswer GOOD = new HttpAnswer.Received(200, "", "", Optional.empty(), "", true);

    private final MovableClock clock = new MovableClock();
    private final Gate gate = ExampleGate.of(clock, 0);

    @Test
    void the_first_call_goes_ahead_and_the_others_follow_on_its_connection() {
        join(3);
        var first = send();

        assertThat(gate.next()).isEqualTo(new Step.Wait(Gate.AHEAD));
        answered(first, GOOD);
        send();
        send();
        assertThat(gate.next()).isEqualTo(new Step.Rest());
    }

    @Test
    void nobody_waits_for_long_for_one_that_goes_ahead() {
        join(2);
        send();
        clock.move(Gate.AHEAD);

        send();
    }

    @Test
    void after_a_time_without_calls_in_which_connections_go_one_goes_ahead_again() {
        connect();
        clock.move(Connections.IDLE);
        join(2);
        answered(send(), GOOD);
        answered(send(), GOOD);
        clock.move(Connections.IDLE.plusMillis(1));
        join(2);
        send();

        assertThat(gate.next()).isEqualTo(new Step.Wait(Gate.AHEAD));
    }

    @Test
    void of_a_host_that_is_in_order_64_calls_are_under_way_and_the_next_goes_when_one_ends() {
        connect();
        join(100);

        var sent = new ArrayList<Step.Send>();
        while (gate.next() instanceof Step.Send send) {
            sent.add(send);
        }

        assertThat(sent).hasSize(64);
        gate.answered(sent.getFirst().permit(), GOOD);
        gate.abandoned(sent.getLast().permit());
        assertThat(gate.next()).isInstanceOf(Step.Send.class);
        assertThat(gate.next()).isInstanceOf(Step.Send.class);
        assertThat(gate.next()).isEqualTo(new Step.Rest());
    }

    private void connect() {
        join(1);
        answered(send(), GOOD);
    }

    private Step.Send send() {
        return ExampleGate.send(gate);
    }

    private void answered(Step.Send send, HttpAnswer answer) {
        gate.answered(send.permit(), answer);
    }

    private void join(int count) {
        ExampleGate.join(gate, clock, count);
    }
}
