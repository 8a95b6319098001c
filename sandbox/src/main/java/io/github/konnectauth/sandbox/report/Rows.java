package io.github.konnectauth.sandbox.report;

import java.util.List;
import java.util.stream.Collectors;

/** A report as rows of text: a row for each figure. */
public final class Rows {

    /** The names of the columns. */
    public static final List<String> COLUMNS = List.of("Work", "Figure", "Measured", "Goal", "Met", "Runs");

    static final String MISSED = "NO";

    private Rows() {}

    /** The rows of a case; only the first names the work. */
    public static List<List<String>> of(CaseResult result) {
        var first =
                result.figures().isEmpty() ? "" : result.figures().getFirst().key();
        return result.figures().stream()
                .map(figure -> row(figure.key().equals(first) ? result.title() : "", figure))
                .toList();
    }

    private static List<String> row(String work, Figure figure) {
        return List.of(
                work,
                figure.label(),
                figure.unit().text(figure.value()),
                figure.goal().text(figure.unit()),
                switch (figure.standing()) {
                    case MET -> "yes";
                    case MISSED -> MISSED;
                    case OPEN -> "";
                },
                runs(figure));
    }

    private static String runs(Figure figure) {
        return figure.runs().size() == 1
                ? ""
                : figure.runs().stream().map(figure.unit()::text).collect(Collectors.joining(" / "));
    }
}
