package io.github.konnectauth.sandbox;

import io.github.konnectauth.sandbox.report.Machine;
import io.github.konnectauth.sandbox.report.Markdown;
import io.github.konnectauth.sandbox.report.Report;
import io.github.konnectauth.sandbox.report.ReportCharts;
import io.github.konnectauth.sandbox.report.ReportJson;
import io.github.konnectauth.sandbox.report.Svg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a report is kept: as JSON, as two drawings and, in the documents, as a table.
 *
 * @param directory of the files
 */
record BenchFiles(Path directory) {

    static final String JSON = "performance.json";
    static final String TIME = "performance-time.svg";
    static final String MEMORY = "performance-memory.svg";
    static final String DOCUMENT = "performance.md";

    /**
     * The report to go on from.
     *
     * @param part whether this run measures a part only: then earlier results of the same machine and program stay
     */
    Report begun(Machine machine, boolean part) throws IOException {
        if (part && Files.exists(directory.resolve(JSON))) {
            var earlier = kept();
            if (earlier.machine().equals(machine)) {
                return earlier;
            }
        }
        return new Report(machine, List.of());
    }

    /** The report that is there. */
    Report kept() throws IOException {
        return ReportJson.read(Files.readString(directory.resolve(JSON)));
    }

    /** Writes all of it over what was there. */
    void keep(Report report) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(JSON), ReportJson.write(report));
        if (!report.of(ReportCharts.BURST).isEmpty()) {
            Files.writeString(directory.resolve(TIME), Svg.of(ReportCharts.time(report)));
            Files.writeString(directory.resolve(MEMORY), Svg.of(ReportCharts.memory(report)));
        }
        var document = directory.resolve(DOCUMENT);
        if (Files.exists(document)) {
            Files.writeString(document, Markdown.replaced(Files.readString(document), report));
        }
    }
}
