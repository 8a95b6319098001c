package io.github.konnectauth.sandbox;

import io.github.konnectauth.sandbox.report.CaseResult;
import io.github.konnectauth.sandbox.report.Figure;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What every case measures with.
 *
 * @param root of the repository
 */
record BenchTools(BenchPlan plan, Stage stage, Path root) {

    BenchScene scene() throws SandboxFailure, InterruptedException {
        return scene(0);
    }

    /** @param rateLimit requests a minute that Konnect allows; 0 for no limit */
    BenchScene scene(int rateLimit) throws SandboxFailure, InterruptedException {
        return BenchScene.open(plan, stage, root, rateLimit);
    }

    Progress progress() {
        return stage.progress();
    }

    CaseResult result(String name, int resources, String title, List<Figure> figures) {
        return new CaseResult(
                name, resources, title, LocalDate.now(ZoneOffset.UTC).toString(), figures);
    }
}
