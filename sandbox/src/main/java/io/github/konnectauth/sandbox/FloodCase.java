package io.github.konnectauth.sandbox;

import io.github.konnectauth.sandbox.report.CaseResult;
import io.github.konnectauth.sandbox.report.Figure;
import io.github.konnectauth.sandbox.report.Goal;
import io.github.konnectauth.sandbox.report.Unit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** New resources in one namespace while a tenant of another one is in the way as much as it can. */
record FloodCase(BenchTools tools) implements BenchCase {

    static final String NAME = "flood";

    private static final int SAMPLES = 40;
    private static final Duration UNTIL_IDLE = Duration.ofSeconds(5);
    private static final Duration BETWEEN = Duration.ofMillis(300);
    private static final Duration FOR_ONE = Duration.ofSeconds(60);

    /** What the chart lets a pod use, in MB. */
    private static final int LIMIT = 256;

    @Override
    public CaseResult measure(int resources, int run) throws SandboxFailure, InterruptedException {
        try (var scene = tools.scene();
                var watch = scene.watch();
                var flood = scene.flood()) {
            var operator = scene.start(List.of());
            operator.awaitReady();
            tools.progress().pause("The operator is ready and idles.", UNTIL_IDLE);
            var before = scene.oneByOne(watch, some(scene, "before"), FOR_ONE, BETWEEN);
            var created = new AtomicInteger();
            try (var _ = tools.progress().count("A tenant creates " + resources + ".", resources, created::get)) {
                flood.create(resources, created, BenchPlan.limit(resources));
            }
            flood.beginToRewrite();
            var begin = System.nanoTime();
            var during = scene.oneByOne(watch, some(scene, "during"), FOR_ONE, BETWEEN);
            var rewrites = flood.rewrites() / BenchCase.seconds(Duration.ofNanos(System.nanoTime() - begin));
            operator.demandRunning();
            var memory = ProcessMemory.ofProcess(operator.pid());
            return tools.result(
                    NAME,
                    resources,
                    String.format("a new resource while another tenant floods with %,d broken ones", resources),
                    List.of(
                            Figure.of(
                                    "slowest",
                                    "until its verdict, the slowest of " + SAMPLES,
                                    Unit.SECONDS,
                                    BenchCase.seconds(during.percentile(100)),
                                    new Goal.NeverAbove(1)),
                            Figure.of(
                                    "p50",
                                    "the median of them",
                                    Unit.SECONDS,
                                    BenchCase.seconds(during.percentile(50))),
                            Figure.of(
                                    "before",
                                    "the median without the flood",
                                    Unit.SECONDS,
                                    BenchCase.seconds(before.percentile(50))),
                            Figure.of("rewrites", "rewrites of one resource", Unit.A_SECOND, rewrites),
                            Figure.of(
                                    "peak",
                                    "resident, the most that it was",
                                    Unit.MEGABYTES,
                                    memory.peakMegabytes(),
                                    new Goal.NeverAbove(LIMIT))));
        }
    }

    private static List<Swarm.Member> some(BenchScene scene, String prefix)
            throws SandboxFailure, InterruptedException {
        return scene.swarm().prepare(prefix, SAMPLES, new Swarm.Tokens.OwnEach());
    }
}
