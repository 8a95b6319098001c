package io.github.konnectauth.sandbox;

import io.github.konnectauth.sandbox.report.CaseResult;
import io.github.konnectauth.sandbox.report.Figure;
import io.github.konnectauth.sandbox.report.Goal;
import io.github.konnectauth.sandbox.report.Unit;
import java.time.Duration;
import java.util.List;

/** A start of the operator where all resources are valid already. */
record RestartCase(BenchTools tools, Populations populations, String name, Swarm.Tokens tokens) implements BenchCase {

    static final String INLINE = "restart";
    static final String SECRETS = "restart-secrets";

    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final Duration WINDOW = Duration.ofSeconds(30);

    /** Two calls for each resource and interval, if they are spread evenly. */
    private static final int CALLS_A_CHECK = 2;

    @Override
    public CaseResult measure(int resources, int run) throws SandboxFailure, InterruptedException {
        var scene = populations.of(resources, tokens);
        scene.konnect().resetCounts();
        var writes = scene.writes();
        var operator = scene.start(List.of());
        var ready = operator.awaitReady();
        var busiest = busiestSecond(scene);
        var calls = scene.calls();
        var written = scene.writes().since(writes);
        tools.progress().step("Written since the start: " + written.text());
        var even = CALLS_A_CHECK * resources * BenchCase.seconds(WINDOW) / BenchCase.seconds(INTERVAL);
        var what =
                tokens instanceof Swarm.Tokens.SecretEach ? " valid resources and as many Secrets" : " valid resources";
        var result = tools.result(
                name,
                resources,
                String.format("restart with %,d", resources) + what,
                List.of(
                        Figure.of(
                                "ready",
                                "start until ready",
                                Unit.SECONDS,
                                BenchCase.seconds(ready),
                                new Goal.AtMost(5)),
                        Figure.count(
                                "status-writes",
                                "status writes in the first 30 s",
                                written.statuses(),
                                new Goal.NeverAbove(0)),
                        Figure.of(
                                "calls",
                                "calls in the first 30 s, beside even ones",
                                Unit.TIMES,
                                calls / even,
                                new Goal.AtMost(1.5)),
                        Figure.count("busiest", "calls in the busiest second", busiest, new Goal.None()),
                        Figure.of(
                                "processor",
                                "processor time of the operator until then",
                                Unit.SECONDS,
                                BenchCase.seconds(operator.processorTime())),
                        Figure.of(
                                "resident",
                                "resident",
                                Unit.MEGABYTES,
                                ProcessMemory.ofProcess(operator.pid()).residentMegabytes())));
        scene.stopOperator();
        return result;
    }

    private long busiestSecond(BenchScene scene) throws SandboxFailure, InterruptedException {
        var busiest = 0L;
        var before = scene.calls();
        var begin = System.nanoTime();
        try (var _ = tools.progress()
                .count("The operator is ready. Counting its calls.", WINDOW.toSeconds(), () -> seconds(begin))) {
            while (seconds(begin) < WINDOW.toSeconds()) {
                Thread.sleep(Duration.ofSeconds(1));
                var now = scene.calls();
                busiest = Math.max(busiest, now - before);
                before = now;
            }
        }
        return busiest;
    }

    private static long seconds(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    }
}
