package io.github.konnectauth.sandbox;

import java.util.Optional;

/** Many valid resources with nobody who looks at them, for the cases that begin with that. The last ones are kept. */
final class Populations implements AutoCloseable {

    private record Kept(int resources, Swarm.Tokens tokens, BenchScene scene) {}

    private final BenchTools tools;
    private Optional<Kept> kept = Optional.empty();

    Populations(BenchTools tools) {
        this.tools = tools;
    }

    /** So many, with statuses that the operator has stored; no operator runs. */
    BenchScene of(int resources, Swarm.Tokens tokens) throws SandboxFailure, InterruptedException {
        var same = kept.filter(
                each -> each.resources() == resources && each.tokens().equals(tokens));
        if (same.isPresent()) {
            same.get().scene().stopOperator();
            return same.get().scene();
        }
        close();
        var scene = tools.scene();
        kept = Optional.of(new Kept(resources, tokens, scene));
        try (var watch = scene.watch()) {
            scene.start(tools.plan().noPacing()).awaitReady();
            scene.fill(
                    watch,
                    scene.swarm().prepare("steady", resources, tokens),
                    "To begin with: creating " + resources + " resources until all are valid.");
        }
        scene.stopOperator();
        return scene;
    }

    @Override
    public void close() {
        kept.ifPresent(each -> each.scene().close());
        kept = Optional.empty();
    }
}
