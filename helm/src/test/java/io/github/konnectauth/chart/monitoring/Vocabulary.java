package io.github.konnectauth.chart.monitoring;

import io.github.konnectauth.chart.monitoring.PromQl.Condition;
import io.github.konnectauth.chart.monitoring.PromQl.Selector;
import io.github.konnectauth.operator.api.Reason;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What queries may name: the metrics, labels and values that the operator shows, the labels that Prometheus adds to them,
 * and the alerts that there are.
 *
 * @param shown by the operator
 * @param alerts the alerts' names
 */
record Vocabulary(Exposition shown, Set<String> alerts) {

    /** Where a row was scraped; {@code cluster} where there are several. The operator itself knows none of it. */
    private static final Set<String> ADDED_BY_PROMETHEUS = Set.of("cluster", "namespace", "job", "instance");

    /** Prometheus' own metric of the alerts that are pending or firing. */
    private static final String ALERTS = "ALERTS";

    /** Prometheus' own metric of whether a scrape went well. */
    private static final String UP = "up";

    /**
     * What a query names without its being there.
     *
     * @param others labels that it names beside those in the expression
     * @return in words
     */
    List<String> missing(String expression, Collection<String> others) {
        var query = PromQl.parse(expression);
        var labels = query.selectors().stream()
                .flatMap(selector -> labels(selector.metric()).stream())
                .collect(Collectors.toSet());
        return Stream.concat(
                        query.selectors().stream().flatMap(this::missing),
                        Stream.concat(query.grouping().stream(), others.stream())
                                .filter(label -> !labels.contains(label))
                                .map(label -> "label " + label))
                .distinct()
                .toList();
    }

    private Stream<String> missing(Selector selector) {
        if (!isThere(selector.metric())) {
            return Stream.of("metric " + selector.metric());
        }
        return selector.conditions().stream().flatMap(condition -> missing(selector.metric(), condition));
    }

    private Stream<String> missing(String metric, Condition condition) {
        var label = metric + "{" + condition.label() + "}";
        if (!labels(metric).contains(condition.label())) {
            return Stream.of("label " + label);
        }
        if (isOfPrometheus(metric, condition.label())) {
            return Stream.of();
        }
        return condition.alternatives().stream()
                .filter(value ->
                        values(metric, condition.label()).stream().noneMatch(known -> fits(condition, value, known)))
                .map(value -> "value " + value + " of label " + label);
    }

    private static boolean fits(Condition condition, String value, String known) {
        return condition.operator().endsWith("~") ? known.matches(value) : known.equals(value);
    }

    private boolean isThere(String metric) {
        return metric.equals(ALERTS) || metric.equals(UP) || shown.has(metric);
    }

    private boolean isOfPrometheus(String metric, String label) {
        return ADDED_BY_PROMETHEUS.contains(label) && !shown.labels(metric).contains(label);
    }

    private Set<String> labels(String metric) {
        var labels = new HashSet<>(ADDED_BY_PROMETHEUS);
        labels.addAll(metric.equals(ALERTS) ? Set.of("alertname", "alertstate") : shown.labels(metric));
        return labels;
    }

    private Set<String> values(String metric, String label) {
        return switch (label) {
            // A day on which every reason occurs would be a long one.
            case "reason" -> Arrays.stream(Reason.values()).map(Reason::text).collect(Collectors.toSet());
            case "alertname" -> alerts;
            case "alertstate" -> Set.of("pending", "firing");
            default -> shown.values(metric, label);
        };
    }
}
