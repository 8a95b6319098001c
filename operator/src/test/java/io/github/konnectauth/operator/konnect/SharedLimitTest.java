package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators that always have something to ask, and a host that counts their calls in fixed minutes. */
class SharedLimitTest {

    private static final Duration LATENCY = Duration.ofMillis(80);
    private static final Duration STEP = Duration.ofMillis(1);
    private static final int MINUTES = 4;
    private static final ScheduledExecutorService DOORKEEPER =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

    private final MovableClock clock = new MovableClock();
    private final PriorityQueue<Answer> underWay = new PriorityQueue<>(Comparator.comparing(Answer::at));
    private final TreeMap<Long, Integer> calls = new TreeMap<>();
    private final Set<Gate> inLine = new HashSet<>();

    private record Answer(Instant at, Gate gate, long permit, HttpAnswer answer) {}

    @ParameterizedTest
    @CsvSource({"1, 3000", "1, 60", "2, 3000", "5, 3000", "3, 600", "3, 60"})
    void together_they_use_most_of_the_limit_and_at_most_one_call_each_too_many(int operators, int limit) {
        var gates = IntStream.range(0, operators)
                .mapToObj(_ -> new Gate(clock, ExampleKonnect.NO_CHANCE, 25, this::nanos))
                .toList();
        var end = clock.instant().plus(Duration.ofMinutes(MINUTES));

        while (clock.instant().isBefore(end)) {
            arrive();
            gates.forEach(gate -> work(gate, limit));
            clock.move(STEP);
        }

        var tooMany = operators == 1 ? 0 : operators;
        assertThat(new ArrayList<>(calls.values()))
                .hasSize(MINUTES)
                .allSatisfy(count -> assertThat(count).isBetween(limit * 3 / 4, limit + tooMany));
    }

    private void arrive() {
        while (!underWay.isEmpty() && !underWay.peek().at().isAfter(clock.instant())) {
            var answer = underWay.remove();
            answer.gate().answered(answer.permit(), answer.answer());
        }
    }

    private void work(Gate gate, int limit) {
        if (inLine.add(gate)) {
            gate.join(
                    new Visit(new Host("host.example", gate, DOORKEEPER), _ -> {}, clock),
                    new Asker("a", Asker.Urgency.ROUTINE));
        }
        switch (gate.next()) {
            case Step.Send(var _, var permit) -> {
                inLine.remove(gate);
                underWay.add(new Answer(clock.instant().plus(LATENCY), gate, permit, counted(limit)));
            }
            case Step.TurnAway _ -> inLine.remove(gate);
            case Step.Tell _, Step.Wait _, Step.Rest _ -> {}
        }
    }

    private HttpAnswer counted(int limit) {
        var second = clock.instant().getEpochSecond();
        var count = calls.merge(second / 60, 1, Integer::sum);
        var reset = Duration.ofSeconds(60 - second % 60);
        var allowance = new Allowance(limit, Math.max(0, limit - count), reset);
        return count > limit
                ? new HttpAnswer.Received(429, "", String.valueOf(reset.toSeconds()), Optional.of(allowance), "", true)
                : new HttpAnswer.Received(200, "", "", Optional.of(allowance), "", true);
    }

    private long nanos() {
        return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }
}
