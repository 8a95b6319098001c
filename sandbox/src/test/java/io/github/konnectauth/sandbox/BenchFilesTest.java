package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.sandbox.report.CaseResult;
import io.github.konnectauth.sandbox.report.Figure;
import io.github.konnectauth.sandbox.report.Machine;
import io.github.konnectauth.sandbox.report.Report;
import io.github.konnectauth.sandbox.report.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchFilesTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Report REPORT = new Report(
            machine(80),
            List.of(new CaseResult(
                    "burst",
                    1_000,
                    "1,000",
                    "2026-11-24",
                    List.of(
                            Figure.of("time", "time", Unit.SECONDS, 5),
                            Figure.of("resident", "resident", Unit.MEGABYTES, 150)))));

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void aRunOfAPartGoesOnFromWhatTheSameMachineFoundBefore() throws IOException {
        new BenchFiles(directory).keep(REPORT);

        assertThat(new BenchFiles(directory).begun(machine(80), true)).isEqualTo(REPORT);
    }

    @Test
    void whatWasFoundWithOtherOptionsIsNotMixedIn() throws IOException {
        new BenchFiles(directory).keep(REPORT);

        assertThat(new BenchFiles(directory).begun(machine(20), true).cases()).isEmpty();
    }

    @Test
    void aRunOfEverythingBeginsAnew() throws IOException {
        new BenchFiles(directory).keep(REPORT);

        assertThat(new BenchFiles(directory).begun(machine(80), false).cases()).isEmpty();
    }

    @Test
    void drawingsLieBesideTheFigures() throws IOException {
        new BenchFiles(directory.resolve("new")).keep(REPORT);

        assertThat(directory.resolve("new/performance-time.svg")).isNotEmptyFile();
        assertThat(directory.resolve("new/performance-memory.svg")).isNotEmptyFile();
    }

    /** So that no number in the documents is typed by hand. */
    @Test
    void theDocumentsSayWhatTheirFiguresSay() throws IOException {
        for (var name : List.of(BenchFiles.JSON, BenchFiles.TIME, BenchFiles.MEMORY, BenchFiles.DOCUMENT)) {
            Files.copy(DOCS.resolve(name), directory.resolve(name));
        }
        var files = new BenchFiles(directory);

        files.keep(files.kept());

        for (var name : List.of(BenchFiles.JSON, BenchFiles.TIME, BenchFiles.MEMORY, BenchFiles.DOCUMENT)) {
            assertThat(directory.resolve(name)).hasSameTextualContentAs(DOCS.resolve(name));
        }
    }

    private static Machine machine(int latency) {
        return new Machine("Some CPU", 2, 24_105, "1.36.3", "25.0.1", "the image", List.of(), latency, 16);
    }
}
