package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A host that answers one who tries it, and nobody as soon as all come. */
class FlappingHostTest {

    private static final int RESOURCES = 1000;
    private static final Duration MINUTES = Duration.ofMinutes(5);
    private static final HttpAnswer GOOD = new HttpAnswer.Received(200, "", "", Optional.empty(), "", true);
    private static final HttpAnswer BAD = new HttpAnswer.None();
    private static final HttpAnswer THROTTLED = new HttpAnswer.Received(429, "", "2", Optional.empty(), "", true);
    private static final ScheduledExecutorService DOORKEEPER =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

    private final MovableClock clock = new MovableClock();
    private final Instant end = clock.instant().plus(MINUTES);
    private final Gate gate = new Gate(
            clock,
            ExampleKonnect.NO_CHANCE,
            25,
            () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos());
    private final Map<Visit, String> resources = new HashMap<>();
    private int looks;
    private int returns;

    @AfterAll
    static void close() {
        DOORKEEPER.shutdownNow();
    }

    @Test
    void one_that_breaks_down_whenever_it_is_back_is_asked_by_all_twice_a_minute_at_most() {
        IntStream.range(0, RESOURCES).forEach(i -> look("resource-" + i));

        var before = Breaker.State.CLOSED;
        while (clock.instant().isBefore(end)) {
            before = step(before, BAD);
        }

        assertThat(returns).as("how often it came back").isGreaterThan(50);
        assertThat(looks).as("looks").isLessThan(RESOURCES * 12 + (int) MINUTES.toSeconds());
    }

    @Test
    void one_that_throttles_whenever_it_is_back_is_asked_by_all_twice_a_minute_at_most() {
        IntStream.range(0, RESOURCES).forEach(i -> look("resource-" + i));

        var isTrial = false;
        while (clock.instant().isBefore(end)) {
            switch (gate.next()) {
                case Step.Send(var visit, var permit) -> {
                    gate.answered(permit, isTrial ? GOOD : THROTTLED);
                    returns += isTrial ? 1 : 0;
                    waits(visit);
                    isTrial = !isTrial;
                }
                case Step other -> follow(other);
            }
        }

        assertThat(returns).as("how often it came back").isGreaterThan(50);
        assertThat(looks).as("looks").isLessThan(RESOURCES * 12 + (int) MINUTES.toSeconds());
    }

    /** One step, in which the call that tries the host is the only one that it answers well. */
    private Breaker.State step(Breaker.State before, HttpAnswer otherwise) {
        switch (gate.next()) {
            case Step.Send(var visit, var permit) -> {
                var isTrial = gate.breakerState() == Breaker.State.HALF_OPEN;
                gate.answered(permit, isTrial ? GOOD : otherwise);
                returns += isTrial && before != Breaker.State.CLOSED ? 1 : 0;
                waits(visit);
            }
            case Step other -> follow(other);
        }
        return gate.breakerState();
    }

    private void follow(Step step) {
        switch (step) {
            case Step.TurnAway(var visits, var _) -> visits.forEach(this::waits);
            case Step.Tell(var waiting) -> waiting.forEach(Runnable::run);
            case Step.Wait(var time) -> clock.move(time.isPositive() ? time : Duration.ofMillis(1));
            case Step.Rest _ -> clock.move(Duration.ofMillis(10));
            case Step.Send _ -> throw new AssertionError("sent before");
        }
    }

    /** What a look at a resource leads to: it stands in line, or has been turned away at once. */
    private void look(String resource) {
        looks++;
        var visit = new Visit(new Host("host.example", gate, DOORKEEPER), _ -> {}, clock);
        resources.put(visit, resource);
        if (gate.refusal().isPresent()) {
            waits(visit);
        } else {
            gate.join(visit, new Asker("default", Asker.Urgency.AWAITED));
        }
    }

    /** It has got no answer that helps, and waits for the host to be back. */
    private void waits(Visit visit) {
        var resource = Optional.ofNullable(resources.remove(visit)).orElseThrow();
        gate.whenUsable(clock.instant(), resource, () -> look(resource));
    }
}
