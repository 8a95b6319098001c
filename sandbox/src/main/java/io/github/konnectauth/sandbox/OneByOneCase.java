package io.github.konnectauth.sandbox;

import io.github.konnectauth.sandbox.report.CaseResult;
import io.github.konnectauth.sandbox.report.Figure;
import io.github.konnectauth.sandbox.report.Goal;
import io.github.konnectauth.sandbox.report.Unit;
import java.time.Duration;
import java.util.List;

/** New resources one after another, on an operator that has nothing else to do. */
record OneByOneCase(BenchTools tools) implements BenchCase {

    static final String NAME = "one";

    private static final Duration UNTIL_IDLE = Duration.ofSeconds(5);
    private static final Duration FOR_ONE = Duration.ofSeconds(30);

    @Override
    public CaseResult measure(int resources, int run) throws SandboxFailure, InterruptedException {
        try (var scene = tools.scene();
                var watch = scene.watch()) {
            var operator = scene.start(List.of());
            var ready = operator.awaitReady();
            tools.progress().pause("The operator is ready and idles.", UNTIL_IDLE);
            var idle = ProcessMemory.ofProcess(operator.pid());
            var members = scene.swarm().prepare("one", resources, new Swarm.Tokens.OwnEach());
            var samples = scene.oneByOne(watch, members, FOR_ONE, Duration.ZERO);
            var status = scene.swarm().status(members.getFirst().name());
            scene.stopOperator();
            var others = scene.swarm().prepare("one-floor", resources, new Swarm.Tokens.OwnEach());
            var floor = scene.floorOneByOne(watch, others, status, FOR_ONE);
            return tools.result(
                    NAME,
                    resources,
                    "one new resource, idle",
                    List.of(
                            figure("p50", "until its verdict, p50 of " + resources, samples.percentile(50), 90),
                            figure("p99", "until its verdict, p99 of " + resources, samples.percentile(99), 150),
                            Figure.of(
                                    "floor",
                                    "the floor: no operator and no Konnect, p50",
                                    Unit.MILLISECONDS,
                                    BenchCase.millis(floor.percentile(50))),
                            Figure.of(
                                    "first",
                                    "the first of the process",
                                    Unit.MILLISECONDS,
                                    BenchCase.millis(samples.first())),
                            Figure.of(
                                    "ready", "start until ready, no resources", Unit.SECONDS, BenchCase.seconds(ready)),
                            Figure.of("resident", "resident, no resources", Unit.MEGABYTES, idle.residentMegabytes()),
                            Figure.of(
                                    "proportional",
                                    "of it not shared (PSS)",
                                    Unit.MEGABYTES,
                                    idle.proportionalMegabytes())));
        }
    }

    private static Figure figure(String key, String label, Duration time, double limit) {
        return Figure.of(key, label, Unit.MILLISECONDS, BenchCase.millis(time), new Goal.AtMost(limit));
    }
}
