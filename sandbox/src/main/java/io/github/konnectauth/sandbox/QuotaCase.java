package io.github.konnectauth.sandbox;

import io.github.konnectauth.sandbox.report.CaseResult;
import io.github.konnectauth.sandbox.report.Figure;
import io.github.konnectauth.sandbox.report.Goal;
import io.github.konnectauth.sandbox.report.Unit;
import java.util.List;

/** As many new resources as Konnect allows requests in a minute. The operator paces itself as it does by default. */
record QuotaCase(BenchTools tools) implements BenchCase {

    static final String NAME = "quota";

    private static final double MINUTE = 60;

    @Override
    public CaseResult measure(int resources, int run) throws SandboxFailure, InterruptedException {
        try (var scene = tools.scene(resources);
                var watch = scene.watch()) {
            scene.start(List.of()).awaitReady();
            var members = scene.swarm().prepare("quota", resources, new Swarm.Tokens.OwnEach());
            var time = scene.fill(
                    watch,
                    members,
                    "Konnect allows " + resources + " requests a minute. Creating " + resources
                            + " resources until all are valid.");
            return tools.result(
                    NAME,
                    resources,
                    String.format("%,d new resources, Konnect allows %,d a minute", resources, resources),
                    List.of(
                            Figure.of(
                                    "time",
                                    "until all have their verdict",
                                    Unit.SECONDS,
                                    BenchCase.seconds(time),
                                    new Goal.AtMost(1.5 * MINUTE)),
                            none("throttled", "answers 429", scene.answers("429")),
                            none("refused", "told to be invalid", watch.countEverFalse()),
                            none("undecided", "told that nobody knows", watch.countEverUndecided())));
        }
    }

    private static Figure none(String key, String label, long count) {
        return Figure.count(key, label, count, new Goal.NeverAbove(0));
    }
}
