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
        var burst = new BurstCase(tools, floors, BurstCase.OWN, OWN);
        var items = new ArrayList<Item>();
        items.add(item(OneByOneCase.NAME, new OneByOneCase(tools), tools.plan().samples()));
        if (tools.plan().resources().isEmpty()) {
            // The goals speak of the first and the last; those in between are for the drawings.
            items.add(item(BurstCase.OWN, burst, 1_000));
            items.add(new Item(BurstCase.OWN, burst, 2_500, 1));
            items.add(new Item(BurstCase.OWN, burst, 5_000, 1));
            items.add(item(BurstCase.OWN, burst, MANY));
        }
        tools.plan().resources().forEach(number -> items.add(item(BurstCase.OWN, burst, number)));
        items.add(item(BurstCase.SHARED, new BurstCase(tools, floors, BurstCase.SHARED, HUNDRED), most(MANY)));
        items.add(item(QuotaCase.NAME, new QuotaCase(tools), most(3_000)));
        items.add(item(RestartCase.INLINE, new RestartCase(tools, populations, RestartCase.INLINE, OWN), most(MANY)));
        items.add(item(OverdueCase.NAME, new OverdueCase(tools, populations), most(MANY)));
        items.add(item(FloodCase.NAME, new FloodCase(tools), most(5_000)));
        items.add(item(SteadyCase.OWN, new SteadyCase(tools, populations, SteadyCase.OWN, OWN), most(MANY)));
        items.add(item(
                RestartCase.SECRETS,
                new RestartCase(tools, populations, RestartCase.SECRETS, new Swarm.Tokens.SecretEach()),
                most(MANY)));
        items.add(item(SteadyCase.SHARED, new SteadyCase(tools, populations, SteadyCase.SHARED, HUNDRED), most(MANY)));
        return items.stream().filter(each -> isWanted(each.name())).toList();
    }

    private Item item(String name, BenchCase work, int resources) {
        return new Item(name, work, resources, tools.plan().runs());
    }

    /** Where only one number makes sense, the greatest that was asked for. */
    private int most(int usual) {
        return tools.plan().resources().stream().max(Integer::compare).orElse(usual);
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
