package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerTest {

    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private final MovableClock clock = new MovableClock();
    private final Breaker breaker = new Breaker(clock);

    @Test
    void five_failures_in_a_row_open_it() {
        fail(4);
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
        assertThat(breaker.isPassable()).isTrue();

        fail(1);
        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
        assertThat(breaker.isPassable()).isFalse();
        assertThat(breaker.permit()).isEmpty();
    }

    @Test
    void one_success_among_them_begins_the_row_anew() {
        fail(4);
        breaker.report(permit(), false);
        fail(4);

        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void after_more_than_a_second_one_call_is_let_through_and_no_second() {
        fail(5);

        clock.move(A_SECOND);
        assertThat(breaker.permit()).isEmpty();
        clock.move(A_MOMENT);
        assertThat(breaker.isPassable()).isTrue();
        assertThat(breaker.permit()).isPresent();
        assertThat(breaker.state()).isEqualTo(Breaker.State.HALF_OPEN);
        assertThat(breaker.isPassable()).isFalse();
        assertThat(breaker.permit()).isEmpty();
        clock.move(Duration.ofMinutes(9));
        assertThat(breaker.permit()).isEmpty();
    }

    @Test
    void if_it_succeeds_all_are_let_through() {
        breaker.report(trial(), false);

        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
        assertThat(breaker.permit()).isPresent();
        assertThat(breaker.permit()).isPresent();
    }

    @Test
    void if_it_fails_nobody_is_for_another_second() {
        breaker.report(trial(), true);

        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
        clock.move(A_SECOND);
        assertThat(breaker.permit()).isEmpty();
        clock.move(A_MOMENT);
        assertThat(breaker.permit()).isPresent();
    }

    @Test
    void if_it_tells_nothing_the_next_call_is_the_trial() {
        breaker.giveBack(trial());

        assertThat(breaker.state()).isEqualTo(Breaker.State.HALF_OPEN);
        assertThat(breaker.permit()).isPresent();
        assertThat(breaker.permit()).isEmpty();
    }

    @Test
    void whether_it_is_passable_can_be_asked_as_often_as_you_like() {
        fail(5);
        clock.move(A_SECOND.plus(A_MOMENT));

        for (var i = 0; i < 10; i++) {
            assertThat(breaker.isPassable()).isTrue();
        }
        assertThat(breaker.permit()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_call_that_began_before_it_opened_does_not_decide_the_trial(boolean failed) {
        var late = permit();
        var trial = trial();

        breaker.report(late, failed);
        assertThat(breaker.state()).isEqualTo(Breaker.State.HALF_OPEN);
        breaker.giveBack(late);
        assertThat(breaker.permit()).isEmpty();

        breaker.report(trial, false);
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void calls_that_began_before_it_opened_do_not_open_it_again() {
        var late = List.of(permit(), permit(), permit(), permit(), permit(), permit());
        breaker.report(trial(), false);

        late.forEach(permit -> breaker.report(permit, true));

        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
        fail(4);
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void when_nobody_has_tried_for_ten_minutes_it_is_closed() {
        fail(5);

        clock.move(Duration.ofMinutes(10).minus(A_MOMENT));
        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
        clock.move(A_MOMENT);
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
        fail(4);
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    private enum Step {
        ASK,
        SUCCEED,
        FAIL,
        BREAK,
        WAIT_HALF_A_SECOND
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Arbitraries.frequency(
                        Tuple.of(4, Step.ASK),
                        Tuple.of(1, Step.SUCCEED),
                        Tuple.of(4, Step.FAIL),
                        Tuple.of(1, Step.BREAK),
                        Tuple.of(2, Step.WAIT_HALF_A_SECOND))
                .list()
                .ofMaxSize(200);
    }

    /** Calls end in the order in which they began; whatever happens, a host that is down gets one a second at most. */
    @Property(tries = 2000)
    void whatever_happens_a_host_that_is_down_gets_one_call_at_a_time_and_one_a_second(
            @ForAll("histories") List<Step> history) {
        var time = new MovableClock();
        var subject = new Breaker(time);
        var underWay = new ArrayDeque<Long>();
        var trial = OptionalLong.empty();
        var opened = time.instant();
        for (var step : history) {
            var before = subject.state();
            switch (step) {
                case ASK -> {
                    var permit = subject.permit();
                    if (before == Breaker.State.CLOSED) {
                        assertThat(permit).isPresent();
                    } else if (permit.isPresent()) {
                        assertThat(trial).isEmpty();
                        assertThat(Duration.between(opened, time.instant())).isGreaterThan(A_SECOND);
                        trial = permit;
                    }
                    permit.ifPresent(underWay::add);
                }
                case SUCCEED, FAIL -> {
                    if (!underWay.isEmpty()) {
                        var permit = underWay.remove();
                        var isTrial = trial.equals(OptionalLong.of(permit));
                        subject.report(permit, step == Step.FAIL);
                        if (isTrial) {
                            trial = OptionalLong.empty();
                            assertThat(subject.state())
                                    .isEqualTo(step == Step.FAIL ? Breaker.State.OPEN : Breaker.State.CLOSED);
                        } else if (before != Breaker.State.CLOSED) {
                            assertThat(subject.state()).isEqualTo(before);
                        }
                        if (step == Step.FAIL && subject.state() == Breaker.State.OPEN && before != subject.state()) {
                            opened = time.instant();
                        }
                    }
                }
                case BREAK -> {
                    if (!underWay.isEmpty()) {
                        var permit = underWay.remove();
                        trial = trial.equals(OptionalLong.of(permit)) ? OptionalLong.empty() : trial;
                        subject.giveBack(permit);
                        assertThat(subject.state()).isEqualTo(before);
                    }
                }
                case WAIT_HALF_A_SECOND -> time.move(Duration.ofMillis(501));
            }
        }
    }

    private void fail(int times) {
        for (var i = 0; i < times; i++) {
            breaker.report(permit(), true);
        }
    }

    /** Opens it, and lets the one call through that tries the host. */
    private long trial() {
        fail(5);
        clock.move(A_SECOND.plus(A_MOMENT));
        return permit();
    }

    private long permit() {
        return breaker.permit().orElseThrow();
    }
}
