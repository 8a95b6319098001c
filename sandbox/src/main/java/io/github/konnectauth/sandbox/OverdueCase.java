package io.github.konnectauth.sandbox;

import io.github.konnectauth.sandbox.report.CaseResult;
import io.github.konnectauth.sandbox.report.Figure;
import io.github.konnectauth.sandbox.report.Goal;
import io.github.konnectauth.sandbox.report.Unit;
import java.time.Duration;
import java.util.List;

/** New resources while every other one is due for a check: the interval is far shorter than checking all of them takes. */
record OverdueCase(BenchTools tools, Populations populations) implements BenchCase {

    static final String NAME = "overdue";

    private static final int SAMPLES = 20;
    private static final Duration BETWEEN = Duration.ofMillis(300);
    private static final Duration FOR_ONE = Duration.ofSeconds(60);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** A thousand checks a second would be needed to keep up. */
    private static final Duration FOR_EACH = Duration.ofMillis(1);

    @Override
    public CaseResult measure(int resources, int run) throws SandboxFailure, InterruptedException {
        var scene = populations.of(resources, new Swarm.Tokens.OwnEach());
        var wanted = FOR_EACH.multipliedBy(resources);
        var interval = wanted.compareTo(SHORTEST) < 0 ? SHORTEST : Duration.ofSeconds(wanted.toSeconds());
        var operator = scene.start(List.of("--revalidation-interval", interval.toSeconds() + "s"));
        operator.awaitReady();
        tools.progress()
                .pause("Until every resource is due.", interval.multipliedBy(3).dividedBy(2));
        scene.konnect().resetCounts();
        var begin = System.nanoTime();
        var members = scene.swarm().prepare("overdue-" + run, SAMPLES, new Swarm.Tokens.OwnEach());
        Samples samples;
        try (var watch = scene.watch()) {
            samples = scene.oneByOne(watch, members, FOR_ONE, BETWEEN);
        }
        var checks = scene.identityCalls() / BenchCase.seconds(Duration.ofNanos(System.nanoTime() - begin));
        scene.stopOperator();
        for (var member : members) {
            scene.swarm().remove(member);
        }
        return tools.result(
                NAME,
                resources,
                String.format("a new resource while %,d checks are due", resources),
                List.of(
                        Figure.of(
                                "slowest",
                                "until its verdict, the slowest of " + SAMPLES,
                                Unit.SECONDS,
                                BenchCase.seconds(samples.percentile(100)),
                                new Goal.NeverAbove(1)),
                        Figure.of("p50", "the median of them", Unit.SECONDS, BenchCase.seconds(samples.percentile(50))),
                        Figure.of(
                                "due", "checks that fall due", Unit.A_SECOND, resources / BenchCase.seconds(interval)),
                        Figure.of("made", "checks that are made", Unit.A_SECOND, checks)));
    }
}
