package io.github.konnectauth.sandbox;

import io.github.konnectauth.sandbox.report.CaseResult;
import io.github.konnectauth.sandbox.report.Figure;
import io.github.konnectauth.sandbox.report.Goal;
import io.github.konnectauth.sandbox.report.ReportCharts;
import io.github.konnectauth.sandbox.report.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many new resources at once, on a fresh operator that is not held to a rate, beside the floor for as many. */
record BurstCase(BenchTools tools, Floors floors, String name, Swarm.Tokens tokens) implements BenchCase {

    static final String OWN = ReportCharts.BURST;
    static final String SHARED = "shared";

    private static final Duration UNTIL_IDLE = Duration.ofSeconds(5);

    /** What one run saw of the operator. Calls are Konnect's count, writes the API server's. */
    private record Seen(
            Duration time,
            Duration processor,
            Duration processorSinceStart,
            OtherTimes others,
            ProcessMemory idle,
            ProcessMemory memory,
            long identityCalls,
            long regionCalls,
            long statusWrites,
            long liveHeap,
            ProcessMemory collected,
            String status) {}

    @Override
    public CaseResult measure(int resources, int run) throws SandboxFailure, InterruptedException {
        var seen = burst(resources);
        var floor = floors.of(resources, run, seen.status());
        return tools.result(name, resources, title(resources), figures(seen, floor, resources));
    }

    private String title(int resources) {
        return switch (tokens) {
            case Swarm.Tokens.OwnEach _ -> String.format("%,d new resources, a token each", resources);
            case Swarm.Tokens.Shared(var most) -> String.format("%,d new resources over %d tokens", resources, most);
            case Swarm.Tokens.SecretEach _ -> String.format("%,d new resources, a Secret each", resources);
        };
    }

    private Seen burst(int resources) throws SandboxFailure, InterruptedException {
        try (var scene = tools.scene();
                var watch = scene.watch()) {
            var operator = scene.start(tools.plan().noPacing());
            operator.awaitReady();
            tools.progress().pause("The operator is ready and idles.", UNTIL_IDLE);
            var members = scene.swarm().prepare(name, resources, tokens);
            var writes = scene.writes();
            var idle = ProcessMemory.ofProcess(operator.pid());
            var othersBefore = OtherTimes.now();
            var before = operator.processorTime();
            var time = scene.fill(watch, members, "Creating " + resources + " resources until all are valid.");
            var processor = operator.processorTime();
            var others = OtherTimes.now().since(othersBefore);
            var memory = ProcessMemory.ofProcess(operator.pid());
            var identity = scene.identityCalls();
            var region = scene.regionCalls();
            var written = scene.writes().since(writes);
            tools.progress()
                    .step("Written meanwhile, leases left out: " + written.text() + ". Watches cut off: "
                            + scene.cutWatches() + ".");
            var liveHeap = LiveHeap.afterCollection(operator.pid());
            return new Seen(
                    time,
                    processor.minus(before),
                    processor,
                    others,
                    idle,
                    memory,
                    identity,
                    region,
                    written.statuses(),
                    liveHeap,
                    ProcessMemory.ofProcess(operator.pid()),
                    scene.swarm().status(members.getFirst().name()));
        }
    }

    private List<Figure> figures(Seen seen, Duration floor, int resources) {
        var goals = BurstGoals.of(resources, tokens);
        var figures = new ArrayList<Figure>();
        var seconds = BenchCase.seconds(seen.time());
        var least = BenchCase.seconds(floor);
        figures.add(Figure.of("time", "until all have their verdict", Unit.SECONDS, seconds));
        figures.add(Figure.of("floor", "the floor: no operator", Unit.SECONDS, least));
        figures.add(Figure.of("floor-rate", "the floor", Unit.A_SECOND, resources / least, new Goal.About(230)));
        figures.add(Figure.of("ratio", "beside the floor", Unit.TIMES, seconds / least, goals.ratio()));
        figures.add(Figure.of(
                "processor",
                "processor time of the operator",
                Unit.SECONDS,
                BenchCase.seconds(seen.processor()),
                goals.processor()));
        figures.add(Figure.of(
                "processor-since-start",
                "with its start",
                Unit.SECONDS,
                BenchCase.seconds(seen.processorSinceStart())));
        figures.add(Figure.of(
                "processor-generator",
                "of load generator and simulator",
                Unit.SECONDS,
                BenchCase.seconds(seen.others().generator())));
        figures.add(Figure.of(
                "processor-api-server",
                "of API server and etcd",
                Unit.SECONDS,
                BenchCase.seconds(seen.others().apiServer())));
        figures.addAll(memory(seen, goals, resources));
        figures.addAll(calls(seen, goals, resources));
        return figures;
    }

    private static List<Figure> memory(Seen seen, BurstGoals goals, int resources) {
        return List.of(
                Figure.of(
                        "resident",
                        "resident, right after",
                        Unit.MEGABYTES,
                        seen.memory().residentMegabytes(),
                        goals.resident()),
                Figure.of(
                        "peak",
                        "the most it ever was",
                        Unit.MEGABYTES,
                        seen.memory().peakMegabytes()),
                Figure.of(
                        "resident-collected",
                        "resident, garbage collected",
                        Unit.MEGABYTES,
                        seen.collected().residentMegabytes()),
                Figure.of(
                        "beyond-idle",
                        "of that for each, beyond the idle operator",
                        Unit.KILOBYTES,
                        (seen.collected().resident() - seen.idle().resident()) / (double) resources,
                        goals.beyondIdle()),
                Figure.of("live-heap", "live heap", Unit.MEGABYTES, seen.liveHeap() / 1024.0));
    }

    private List<Figure> calls(Seen seen, BurstGoals goals, int resources) {
        var statuses = Figure.of(
                "status-writes", "status writes", Unit.EACH, seen.statusWrites() / (double) resources, goals.each());
        return switch (tokens) {
            case Swarm.Tokens.Shared _ ->
                List.of(
                        Figure.count(
                                "calls", "calls to Konnect", seen.identityCalls() + seen.regionCalls(), goals.calls()),
                        statuses);
            case Swarm.Tokens.OwnEach _, Swarm.Tokens.SecretEach _ ->
                List.of(
                        each("identity-calls", "identity calls", seen.identityCalls(), resources, goals.each()),
                        each("region-calls", "region calls", seen.regionCalls(), resources, goals.each()),
                        statuses);
        };
    }

    private static Figure each(String key, String label, long count, int resources, Goal goal) {
        return Figure.of(key, label, Unit.EACH, count / (double) resources, goal);
    }
}
