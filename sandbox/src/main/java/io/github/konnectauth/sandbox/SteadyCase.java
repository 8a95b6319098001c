package io.github.konnectauth.sandbox;

import io.github.konnectauth.sandbox.report.CaseResult;
import io.github.konnectauth.sandbox.report.Figure;
import io.github.konnectauth.sandbox.report.Goal;
import io.github.konnectauth.sandbox.report.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Valid resources with which nothing happens but their checks, for six intervals: as many as an hour has with the default of
 * ten minutes. Here an interval is shorter; what that means for the processor at the default is computed, not measured.
 */
record SteadyCase(BenchTools tools, Populations populations, String name, Swarm.Tokens tokens) implements BenchCase {

    static final String OWN = "steady";
    static final String SHARED = "steady-shared";

    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(10);
    private static final int INTERVALS = 6;
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    /** Some 330 checks a second. */
    private static final Duration FOR_EACH = Duration.ofMillis(3);

    private static final Duration FAR_LONGER = Duration.ofDays(10);
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final Duration FOR_QUIET = Duration.ofMinutes(2);
    private static final int QUIET_SECONDS = 3;

    /** In a second; the kernel counts it in hundredths. */
    private static final Duration NEXT_TO_NOTHING = Duration.ofMillis(50);

    /** As in a pod: with a lease. */
    private static final List<String> ELECTION = List.of("--leader-election", "--lease-namespace", Swarm.NAMESPACE);

    @Override
    public CaseResult measure(int resources, int run) throws SandboxFailure, InterruptedException {
        var scene = populations.of(resources, tokens);
        var idleShare = idleShare(scene);
        var interval = interval(resources);
        var operator = scene.start(options(interval));
        operator.awaitReady();
        tools.progress().pause("Until every resource has had its first check.", interval.multipliedBy(2));
        var writes = scene.writes();
        scene.konnect().resetCounts();
        var before = operator.processorTime();
        var begin = System.nanoTime();
        tools.progress()
                .pause(
                        "Steady, " + INTERVALS + " intervals of " + interval.toSeconds() + " s.",
                        interval.multipliedBy(INTERVALS));
        operator.demandRunning();
        var processor = operator.processorTime().minus(before);
        var time = Duration.ofNanos(System.nanoTime() - begin);
        var identity = scene.identityCalls();
        var most = scene.mostIdentityCallsOfAToken();
        var written = scene.writes().since(writes);
        tools.progress().step("Written meanwhile, leases left out: " + written.text());
        // With shared tokens most checks cost no call, so they are counted by the time.
        var checks = tokens instanceof Swarm.Tokens.Shared ? (double) resources * INTERVALS : identity;
        var load = new SteadyLoad(processor, time, checks, idleShare);
        var figures = new ArrayList<Figure>();
        figures.add(Figure.count("writes", "API writes but the lease", written.total(), new Goal.NeverAbove(0)));
        figures.add(Figure.of(
                "most-checks",
                "identity calls for a token and interval, the most",
                Unit.TIMES,
                most / (double) INTERVALS,
                new Goal.NeverAbove(2)));
        figures.add(Figure.of(
                "checks",
                "identity calls for a resource and interval",
                Unit.TIMES,
                identity / (double) resources / INTERVALS));
        figures.add(Figure.of("idle", "processor without checks", Unit.PERCENT_OF_A_CORE, 100 * idleShare));
        figures.add(Figure.of("check", "processor for a check", Unit.MICROSECONDS, 1e6 * load.secondsForACheck()));
        figures.add(Figure.of(
                "processor",
                "processor at 10 minutes, computed",
                Unit.PERCENT_OF_A_CORE,
                100 * load.share(resources, DEFAULT_INTERVAL),
                new Goal.AtMost(1)));
        figures.add(Figure.of(
                "resident",
                "resident",
                Unit.MEGABYTES,
                ProcessMemory.ofProcess(operator.pid()).residentMegabytes()));
        scene.stopOperator();
        return tools.result(name, resources, title(resources), figures);
    }

    private String title(int resources) {
        return String.format("steady, %,d valid resources", resources)
                + (tokens instanceof Swarm.Tokens.Shared(var most) ? " over " + most + " tokens" : "");
    }

    static Duration interval(int resources) {
        var wanted = FOR_EACH.multipliedBy(resources);
        return wanted.compareTo(SHORTEST) < 0 ? SHORTEST : Duration.ofSeconds(wanted.toSeconds());
    }

    private List<String> options(Duration interval) {
        var options = new ArrayList<>(tools.plan().noPacing());
        options.addAll(ELECTION);
        options.addAll(List.of("--revalidation-interval", interval.toSeconds() + "s"));
        return options;
    }

    /** What it costs to be there, with all resources and no check: lease, watches, timers. */
    private double idleShare(BenchScene scene) throws SandboxFailure, InterruptedException {
        var operator = scene.start(options(FAR_LONGER));
        operator.awaitReady();
        awaitQuiet(scene, operator);
        var before = operator.processorTime();
        tools.progress().pause("The operator has nothing to do.", IDLE);
        return BenchCase.seconds(operator.processorTime().minus(before)) / BenchCase.seconds(IDLE);
    }

    /** What the start has left to do is done: neither a call nor more processor time than to be there takes. */
    private void awaitQuiet(BenchScene scene, OperatorProcess operator) throws SandboxFailure, InterruptedException {
        tools.progress()
                .step("Waiting until the operator has nothing to do, for at most " + FOR_QUIET.toSeconds() + " s.");
        var end = System.nanoTime() + FOR_QUIET.toNanos();
        var calls = -1L;
        var processor = operator.processorTime();
        for (var quiet = 0; quiet < QUIET_SECONDS; ) {
            if (System.nanoTime() - end > 0) {
                throw new SandboxFailure("The operator is still busy after " + FOR_QUIET.toSeconds() + " s.");
            }
            Thread.sleep(Duration.ofSeconds(1));
            var callsNow = scene.calls();
            var processorNow = operator.processorTime();
            var isQuiet = callsNow == calls && processorNow.minus(processor).compareTo(NEXT_TO_NOTHING) < 0;
            quiet = isQuiet ? quiet + 1 : 0;
            calls = callsNow;
            processor = processorNow;
        }
    }
}
