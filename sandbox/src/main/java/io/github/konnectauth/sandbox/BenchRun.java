package io.github.konnectauth.sandbox;

import io.github.konnectauth.sandbox.report.CaseResult;
import io.github.konnectauth.sandbox.report.Figure;
import io.github.konnectauth.sandbox.report.Report;
import io.github.konnectauth.sandbox.report.ReportCharts;
import io.github.konnectauth.sandbox.report.Rows;
import io.github.konnectauth.sandbox.report.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All cases of a plan, one after another. */
final class BenchRun {

    /** The case that is computed from bursts of several sizes. */
    static final String MEMORY = "memory";

    private static final int MANY = 10_000;
    private static final Swarm.Tokens OWN = new Swarm.Tokens.OwnEach();
    private static final Swarm.Tokens HUNDRED = new Swarm.Tokens.Shared(100);

    /** Work of one case with one number of resources. */
    private record Item(String name, BenchCase work, int resources, int runs) {}

    private final BenchTools tools;
    private final Progress progress;
    private final Populations populations;

    BenchRun(BenchTools tools) {
        this.tools = tools;
        this.progress = tools.progress();
        this.populations = new Populations(tools);
    }

    /** The names of all cases, in the order in which they are run. */
    static List<String> names() {
        return List.of(
                OneByOneCase.NAME,
                BurstCase.OWN,
                BurstCase.SHARED,
                MEMORY,
                QuotaCase.NAME,
                RestartCase.INLINE,
                OverdueCase.NAME,
                FloodCase.NAME,
                SteadyCase.OWN,
                RestartCase.SECRETS,
                SteadyCase.SHARED);
    }

    private List<Item> items() {
        var floors = new Floors(tools);
        var one = new OneByOneCase(tools);
        var burst = new BurstCase(tools, floors, BurstCase.OWN, OWN);
        var shared = new BurstCase(tools, floors, BurstCase.SHARED, HUNDRED);
        var items = new ArrayList<Item>();
        items.add(new Item(
                OneByOneCase.NAME, one, tools.plan().samples(), tools.plan().runs()));
        if (tools.plan().resources().isEmpty()) {
            // The goals speak of the first and the last; those in between are for the drawings.
            items.add(new Item(BurstCase.OWN, burst, 1_000, tools.plan().runs()));
            items.add(new Item(BurstCase.OWN, burst, 2_500, 1));
            items.add(new Item(BurstCase.OWN, burst, 5_000, 1));
            items.add(new Item(BurstCase.OWN, burst, MANY, tools.plan().runs()));
        }
        tools.plan()
                .resources()
                .forEach(number -> items.add(
                        new Item(BurstCase.OWN, burst, number, tools.plan().runs())));
        items.add(item(BurstCase.SHARED, shared, MANY, tools.plan().runs()));
        items.add(item(QuotaCase.NAME, new QuotaCase(tools), 3_000, 1));
        items.add(item(
                RestartCase.INLINE,
                new RestartCase(tools, populations, RestartCase.INLINE, OWN),
                MANY,
                tools.plan().runs()));
        items.add(item(OverdueCase.NAME, new OverdueCase(tools, populations), MANY, 1));
        items.add(item(FloodCase.NAME, new FloodCase(tools), 5_000, 1));
        items.add(item(SteadyCase.OWN, new SteadyCase(tools, populations, SteadyCase.OWN, OWN), MANY, 1));
        items.add(item(
                RestartCase.SECRETS,
                new RestartCase(tools, populations, RestartCase.SECRETS, new Swarm.Tokens.SecretEach()),
                MANY,
                tools.plan().runs()));
        items.add(item(SteadyCase.SHARED, new SteadyCase(tools, populations, SteadyCase.SHARED, HUNDRED), MANY, 1));
        return items.stream().filter(each -> isWanted(each.name())).toList();
    }

    /** Where only one number makes sense, the greatest that was asked for. */
    private Item item(String name, BenchCase work, int usual, int runs) {
        var asked = tools.plan().resources().stream().max(Integer::compare);
        return new Item(name, work, asked.orElse(usual), runs);
    }

    private boolean isWanted(String name) {
        Set<String> only = tools.plan().only();
        return only.isEmpty() || only.contains(name) || (only.contains(MEMORY) && name.equals(BurstCase.OWN));
    }

    /**
     * Measures everything.
     *
     * @param report to add the results to
     * @param onResult gets the report with each further result
     */
    Report measure(Report report, Keeping onResult) throws SandboxFailure, InterruptedException, IOException {
        var items = items();
        var all = report;
        try (populations) {
            for (var number = 0; number < items.size(); number++) {
                var item = items.get(number);
                var title = "Case " + (number + 1) + " of " + items.size() + ": " + item.name();
                var result = measured(item, title);
                show(result);
                all = all.with(result);
                onResult.keep(all);
            }
        }
        var memory = memory(all);
        memory.forEach(this::show);
        for (var result : memory) {
            all = all.with(result);
        }
        onResult.keep(all);
        return all;
    }

    /** What is done with a report that is not complete yet. */
    interface Keeping {
        void keep(Report report) throws IOException;
    }

    private CaseResult measured(Item item, String title) throws SandboxFailure, InterruptedException {
        var runs = new ArrayList<CaseResult>();
        for (var run = 1; run <= item.runs(); run++) {
            progress.step(String.format("%s, %,d resources, run %d of %d", title, item.resources(), run, item.runs()));
            runs.add(item.work().measure(item.resources(), run));
        }
        return CaseResult.median(runs);
    }

    private void show(CaseResult result) {
        progress.lines("\n" + new Table(Rows.COLUMNS, Rows.of(result)).text() + "\n");
    }

    /** How much each resource adds, once there are bursts of two sizes. */
    private List<CaseResult> memory(Report report) {
        var bursts = report.of(BurstCase.OWN);
        var figures = new ArrayList<Figure>();
        ReportCharts.growth(report, "resident-collected")
                .ifPresent(megabytes -> figures.add(Figure.of(
                        "resident", "resident for each, garbage collected", Unit.KILOBYTES, megabytes * 1024)));
        ReportCharts.growth(report, "live-heap")
                .ifPresent(megabytes ->
                        figures.add(Figure.of("live-heap", "of it live heap", Unit.KILOBYTES, megabytes * 1024)));
        return figures.isEmpty()
                ? List.of()
                : List.of(tools.result(
                        MEMORY,
                        bursts.getLast().resources(),
                        String.format(
                                "memory by resource, between %,d and %,d",
                                bursts.getFirst().resources(), bursts.getLast().resources()),
                        figures));
    }
}
