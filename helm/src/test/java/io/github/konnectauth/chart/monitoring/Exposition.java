package io.github.konnectauth.chart.monitoring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of metrics.
 *
 * @param rows the labels of each row, by metric
 */
record Exposition(Map<String, List<Map<String, String>>> rows) {

    private static final Pattern ROW = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** Reads Prometheus' text format. */
    static Exposition parse(String page) {
        return new Exposition(page.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(Exposition::row)
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
    }

    private static Map.Entry<String, Map<String, String>> row(String line) {
        var row = ROW.matcher(line);
        if (!row.matches()) {
            throw new IllegalArgumentException("no row of metrics: " + line);
        }
        var labels = row.group(2) == null ? "" : row.group(2);
        return Map.entry(
                row.group(1),
                LABEL.matcher(labels)
                        .results()
                        .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2))));
    }

    boolean has(String metric) {
        return rows.containsKey(metric);
    }

    /** The labels that rows of this metric have. */
    Set<String> labels(String metric) {
        return rows.getOrDefault(metric, List.of()).stream()
                .flatMap(row -> row.keySet().stream())
                .collect(Collectors.toSet());
    }

    /** The values that this label has in rows of this metric. */
    Set<String> values(String metric, String label) {
        return rows.getOrDefault(metric, List.of()).stream()
                .filter(row -> row.containsKey(label))
                .map(row -> row.get(label))
                .collect(Collectors.toSet());
    }

    /** The metrics' names without what a histogram adds to its own. */
    Set<String> families() {
        return rows.keySet().stream()
                .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", ""))
                .collect(Collectors.toSet());
    }
}
