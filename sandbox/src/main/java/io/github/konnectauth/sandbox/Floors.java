package io.github.konnectauth.sandbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What API server and load generator need for themselves: they store the same statuses, and there is no operator. */
final class Floors {

    private record Key(int resources, int run) {}

    private final BenchTools tools;
    private final Map<Key, Duration> known = new HashMap<>();

    Floors(BenchTools tools) {
        this.tools = tools;
    }

    /**
     * The time for so many; measured once for each number and run.
     *
     * @param status one that the operator has stored, as JSON
     */
    Duration of(int resources, int run, String status) throws SandboxFailure, InterruptedException {
        var key = new Key(resources, run);
        var earlier = known.get(key);
        if (earlier != null) {
            return earlier;
        }
        var time = measure(resources, status);
        known.put(key, time);
        return time;
    }

    private Duration measure(int resources, String status) throws SandboxFailure, InterruptedException {
        try (var scene = tools.scene()) {
            var members = scene.swarm().prepare("floor", resources, new Swarm.Tokens.OwnEach());
            var done = new AtomicInteger();
            var before = OtherTimes.now();
            var begin = System.nanoTime();
            try (var _ = tools.progress()
                    .count(
                            "The floor: creating " + resources + " and storing the same status, without an operator.",
                            resources,
                            done::get)) {
                Swarm.forEach(
                        members,
                        member -> scene.swarm().createWithStatus(member, status),
                        done,
                        BenchPlan.limit(resources));
            }
            var time = Duration.ofNanos(System.nanoTime() - begin);
            tools.progress()
                    .step("The floor: " + time.toMillis() + " ms. "
                            + OtherTimes.now().since(before).text());
            return time;
        }
    }
}
