package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which calls go out, and who is told when. */
class GateTest {

    private static final HttpAnswer GOOD = new HttpAnswer.Received(200, "", "", Optional.empty(), "", true);
    private static final HttpAnswer BAD = new HttpAnswer.None();
    private static final HttpAnswer THROTTLED = new HttpAnswer.Received(429, "", "77", Optional.empty(), "", true);

    private final MovableClock clock = new MovableClock();
    private final List<String> told = new ArrayList<>();
    private Gate gate = ExampleGate.of(clock, 0);

    @Test
    void where_nobody_waits_there_is_nothing_to_do() {
        assertThat(gate.next()).isEqualTo(new Step.Rest());
    }

    @Test
    void who_comes_too_early_for_the_pace_waits_in_line() {
        gate = ExampleGate.of(clock, 1);
        join(2);

        answered(send(), GOOD);
        assertThat(gate.next()).isEqualTo(new Step.Wait(Duration.ofSeconds(1)));
        clock.move(Duration.ofSeconds(1));
        assertThat(gate.next()).isInstanceOf(Step.Send.class);
        assertThat(gate.next()).isEqualTo(new Step.Rest());
    }

    @Test
    void a_pause_turns_away_whoever_stands_in_line() {
        join(3);
        answered(send(), THROTTLED);

        assertThat(gate.next()).isInstanceOfSatisfying(Step.TurnAway.class, step -> {
            assertThat(step.visits()).hasSize(2);
            assertThat(step.why()).isEqualTo(Refusal.PAUSED);
        });
        assertThat(gate.next()).isEqualTo(new Step.Rest());
    }

    @Test
    void one_tries_a_host_whose_pause_is_over_and_all_others_come_when_that_goes_well() {
        throttle();
        List.of("a", "b", "a", "c").forEach(this::await);

        assertThat(gate.next()).isEqualTo(new Step.Wait(Duration.ofSeconds(77)));
        clock.move(Duration.ofSeconds(77));
        act();
        assertThat(told).containsExactly("a");
        join(1);
        answered(send(), GOOD);
        act();

        assertThat(told).containsExactly("a", "b", "c");
        assertThat(gate.next()).isEqualTo(new Step.Rest());
    }

    @Test
    void a_host_that_throttles_again_and_again_costs_one_look_a_pause() {
        throttle();
        IntStream.range(0, 100).forEach(i -> await("resource-" + i));
        for (var pause = 1; pause <= 5; pause++) {
            clock.move(Duration.ofSeconds(77));
            act();
            throttle();
            assertThat(told).hasSize(pause);
        }
    }

    @Test
    void who_waits_for_the_host_is_told_before_the_line_is_empty() {
        fail(5);
        await("a");
        clock.move(Duration.ofMillis(1001));
        join(100);
        answered(send(), GOOD);

        act();

        assertThat(told).containsExactly("a");
        assertThat(gate.next()).isInstanceOf(Step.Send.class);
    }

    @Test
    void where_the_next_call_is_minutes_away_nobody_waits_for_it() {
        gate = ExampleGate.of(clock, 0.001);
        join(2);
        answered(send(), GOOD);

        assertThat(gate.next()).isInstanceOfSatisfying(Step.TurnAway.class, step -> {
            assertThat(step.visits()).hasSize(1);
            assertThat(step.why()).isEqualTo(Refusal.PAUSED);
        });
    }

    @Test
    void who_leaves_the_line_is_not_sent() {
        var visit = visit();
        gate.join(visit, new Asker("default", Asker.Urgency.AWAITED));

        assertThat(gate.leave(visit)).isTrue();
        assertThat(gate.leave(visit)).isFalse();
        assertThat(gate.next()).isEqualTo(new Step.Rest());
    }

    @Test
    void a_host_that_is_out_of_order_is_tried_by_one_a_second_in_turns() {
        fail(5);
        await("a");
        await("b");

        for (var expected : List.of("a", "b", "a", "b")) {
            assertThat(gate.next()).isInstanceOf(Step.Wait.class);
            clock.move(Duration.ofMillis(1001));
            act();
            assertThat(told).containsExactly(expected);
            told.clear();
            assertThat(gate.next()).as("no second one at the same time").isInstanceOf(Step.Wait.class);
            join(1);
            answered(send(), BAD);
            await(expected);
        }
    }

    @Test
    void one_who_was_told_to_try_and_does_not_is_followed_by_the_next_a_second_later() {
        fail(5);
        await("a");
        await("b");
        clock.move(Duration.ofMillis(1001));
        act();
        assertThat(told).containsExactly("a");
        clock.move(Duration.ofSeconds(1));
        act();

        assertThat(told).containsExactly("a", "b");
    }

    @Test
    void all_are_told_when_the_host_is_in_order_again() {
        fail(5);
        List.of("a", "b", "c").forEach(this::await);
        clock.move(Duration.ofMillis(1001));
        act();
        join(1);
        answered(send(), GOOD);

        act();

        assertThat(told).containsExactly("a", "b", "c");
    }

    @Test
    void where_all_have_just_been_told_and_the_host_has_gone_again_they_follow_one_by_one_for_half_a_minute() {
        fail(5);
        List.of("a", "b", "c").forEach(this::await);
        comesBack();
        assertThat(told).containsExactly("a", "b", "c");

        fail(5);
        List.of("a", "b", "c").forEach(this::await);
        told.clear();
        comesBack();
        assertThat(told).as("the one who tries it").containsExactly("a");
        clock.move(Duration.ofSeconds(1));
        act();
        assertThat(told).containsExactly("a", "b");
        clock.move(Gate.BETWEEN_CROWDS);
        await("b");
        act();
        assertThat(told).containsExactly("a", "b", "c");
    }

    @Test
    void who_is_late_to_say_that_it_waits_is_told_at_once_if_the_host_has_come_back_since() {
        var asked = clock.instant();
        clock.move(Duration.ofMillis(1));
        fail(5);
        clock.move(Duration.ofMillis(1001));
        join(1);
        answered(send(), GOOD);

        gate.whenUsable(asked, "late", () -> told.add("late"));
        gate.whenUsable(clock.instant(), "after", () -> told.add("after"));
        act();

        assertThat(told).containsExactly("late");
    }

    @Test
    void a_failure_of_a_host_that_is_in_order_is_nothing_to_be_told_about() {
        fail(1);
        await("a");

        assertThat(gate.next()).isEqualTo(new Step.Rest());
    }

    @Test
    void who_is_forgotten_is_not_told() {
        throttle();
        await("a");
        await("b");
        gate.forget("a");
        clock.move(Duration.ofSeconds(77));
        act();

        assertThat(told).containsExactly("b");
    }

    private void await(String who) {
        gate.whenUsable(clock.instant(), who, () -> told.add(who));
    }

    private void act() {
        while (gate.next() instanceof Step.Tell(var waiting)) {
            waiting.forEach(Runnable::run);
        }
    }

    private void comesBack() {
        clock.move(Duration.ofMillis(1001));
        act();
        join(1);
        answered(send(), GOOD);
        act();
    }

    private void throttle() {
        join(1);
        answered(send(), THROTTLED);
    }

    private void fail(int times) {
        for (var i = 0; i < times; i++) {
            join(1);
            answered(send(), BAD);
        }
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

    private Visit visit() {
        return ExampleGate.visit(gate, clock);
    }
}
