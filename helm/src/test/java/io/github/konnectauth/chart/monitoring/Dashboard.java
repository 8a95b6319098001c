package io.github.konnectauth.chart.monitoring;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The chart's dashboard for Grafana. */
record Dashboard(Map<?, ?> json) {

    static final Path FILE = Path.of("konnect-auth-operator/files/dashboard.json");

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), *([a-z_]+)\\)");
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{ *([a-zA-Z_]+) *}}");

    /**
     * A query, with what Grafana would put in for its variables.
     *
     * @param owner the panel or variable that asks it
     * @param legend the labels that its legend shows, or of which it lists the values
     */
    record Query(String owner, String expression, List<String> legend) {}

    static Dashboard read() {
        return new Dashboard(Yaml.read(FILE));
    }

    /** The panels that show something. */
    List<Map<?, ?>> panels() {
        return Yaml.maps(json, "panels").stream()
                .filter(panel -> !Yaml.text(panel, "type").equals("row"))
                .toList();
    }

    List<Map<?, ?>> variables() {
        return Yaml.maps(Yaml.map(json, "templating"), "list");
    }

    /** All queries: those of panels, then those of variables. */
    List<Query> queries() {
        return Stream.concat(
                        panels().stream().flatMap(Dashboard::ofPanel),
                        variables().stream()
                                .filter(variable -> Yaml.text(variable, "type").equals("query"))
                                .map(Dashboard::ofVariable))
                .toList();
    }

    private static Stream<Query> ofPanel(Map<?, ?> panel) {
        return Yaml.maps(panel, "targets").stream()
                .map(target -> new Query(
                        Yaml.text(panel, "title"),
                        filled(Yaml.text(target, "expr")),
                        LEGEND_LABEL
                                .matcher(Yaml.text(target, "legendFormat"))
                                .results()
                                .map(found -> found.group(1))
                                .toList()));
    }

    private static Query ofVariable(Map<?, ?> variable) {
        var asked = Yaml.text(Yaml.map(variable, "query"), "query");
        var parts = LABEL_VALUES.matcher(asked);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no label_values: " + asked);
        }
        return new Query(Yaml.text(variable, "name"), filled(parts.group(1)), List.of(parts.group(2)));
    }

    private static String filled(String expression) {
        return Pattern.compile("\\$__rate_interval|\"\\$[a-z]+\"")
                .matcher(expression)
                .replaceAll(Dashboard::value);
    }

    private static String value(MatchResult variable) {
        return variable.group().startsWith("$") ? "5m" : "\".+\"";
    }
}
