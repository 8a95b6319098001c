package io.github.konnectauth.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows under column names, printed as kubectl prints them.
 *
 * @param columns their names
 * @param rows a cell for each column
 */
record Table(List<String> columns, List<List<String>> rows) {

    private static final int GAP = 3;
    private static final int NARROWEST = 6;

    Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (var row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "a row has " + row.size() + " cells for " + columns.size() + " columns");
            }
        }
    }

    /** The table in lines, without white space at their ends. */
    String text() {
        var heads = columns.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
        var lines = Stream.concat(Stream.of(heads), rows.stream()).toList();
        var widths = IntStream.range(0, columns.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> Math.max(NARROWEST, line.get(column).length() + GAP))
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream()
                .map(line -> IntStream.range(0, line.size())
                        .mapToObj(column -> padded(line.get(column), widths[column]))
                        .collect(Collectors.joining())
                        .stripTrailing())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String padded(String cell, int width) {
        return cell + " ".repeat(Math.max(0, width - cell.length()));
    }
}
