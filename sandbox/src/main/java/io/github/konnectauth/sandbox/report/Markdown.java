package io.github.konnectauth.sandbox.report;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as the section of a document, between two markers that stay there. */
public final class Markdown {

    private static final String BEGIN = "<!-- results -->\n";
    private static final String END = "<!-- /results -->\n";

    private Markdown() {}

    /** What stands between the markers. */
    public static String section(Report report) {
        var days = report.cases().stream().map(CaseResult::day).collect(Collectors.toCollection(TreeSet::new));
        var lines = Stream.of(
                        Stream.of(
                                "Measured " + String.join(", ", days) + " on "
                                        + report.machine().text(),
                                ""),
                        Stream.of(
                                line(Rows.COLUMNS),
                                line(Rows.COLUMNS.stream().map(_ -> "---").toList())),
                        report.cases().stream()
                                .flatMap(each -> Rows.of(each).stream())
                                .map(Markdown::line))
                .flatMap(each -> each);
        return lines.collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.equals(Rows.MISSED) ? "**no**" : cell)
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    /**
     * The document with another section.
     *
     * @throws IllegalArgumentException if it lacks a marker
     */
    public static String replaced(String document, Report report) {
        var begin = document.indexOf(BEGIN);
        var end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the document lacks the lines " + BEGIN.strip() + " and " + END.strip());
        }
        return document.substring(0, begin + BEGIN.length()) + section(report) + document.substring(end);
    }
}
