package io.github.konnectauth.sandbox.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTest {

    @Test
    void aSectionHasARowForEachFigureAndMarksMissedGoals() {
        var report = new Report(Sample.MACHINE, List.of(Sample.burst(1_000, 5, 4, 150)));

        assertThat(Markdown.section(report)).isEqualTo("""
                Measured 2026-11-24 on Some CPU @ 2.00GHz, 2 processors, 24 GB. kube-apiserver 1.36.3. Konnect answers after \
                80 ms. 16 callers create resources. Operator: the image's runtime, Java 25.0.1+8, `-Xmx96m`.

                | Work | Figure | Measured | Goal | Met | Runs |
                | --- | --- | --- | --- | --- | --- |
                | 1,000 new resources | until all have their verdict | 5.00 s |  |  |  |
                |  | the floor | 4.00 s |  |  |  |
                |  | beside the floor | 1.25 × | at most 1.15 × | **no** |  |
                |  | resident | 150 MB | at most 200 MB | yes |  |
                """);
    }

    @Test
    void whatSeveralRunsFoundStandsBesideTheirMedian() {
        var median = CaseResult.median(List.of(Sample.burst(10, 9, 3, 1), Sample.burst(10, 5, 3, 1)));

        assertThat(Rows.of(median).getFirst()).endsWith("9.00 s / 5.00 s");
    }

    @Test
    void onlyWhatStandsBetweenTheMarkersIsReplaced() {
        var document = "before\n<!-- results -->\nold\n<!-- /results -->\nafter\n";

        assertThat(Markdown.replaced(document, Sample.report()))
                .startsWith("before\n<!-- results -->\nMeasured ")
                .endsWith(" |\n<!-- /results -->\nafter\n")
                .doesNotContain("old");
    }

    @Test
    void aDocumentWithoutMarkersIsRefused() {
        assertThatThrownBy(() -> Markdown.replaced("text", Sample.report())).hasMessageContaining("<!-- results -->");
    }
}
