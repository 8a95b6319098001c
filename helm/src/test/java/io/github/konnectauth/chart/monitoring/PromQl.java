package io.github.konnectauth.chart.monitoring;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a query of Prometheus names. It is read just far enough for that, and only if it is right otherwise: whether it is
 * one at all, promtool says.
 *
 * @param selectors the metrics, in the order of the text
 * @param grouping the labels by which it aggregates or matches
 */
record PromQl(List<Selector> selectors, Set<String> grouping) {

    /** A metric, and what its labels have to be. */
    record Selector(String metric, List<Condition> conditions) {}

    /**
     * What a label has to be.
     *
     * @param operator one of {@code = != =~ !~}
     */
    record Condition(String label, String operator, String value) {

        /** The values that are named: of a regular expression its alternatives. */
        List<String> alternatives() {
            return operator.endsWith("~") ? List.of(value.split("\\|")) : List.of(value);
        }
    }

    private static final Set<String> TAKE_LABELS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool", "atan2");
    private static final Set<String> AGGREGATIONS = Set.of(
            "sum",
            "min",
            "max",
            "avg",
            "group",
            "stddev",
            "stdvar",
            "count",
            "count_values",
            "bottomk",
            "topk",
            "quantile");

    private static final Pattern TOKEN = Pattern.compile("""
            (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\
            |(?<braces>\\{(?:[^}"]|"(?:[^"\\\\]|\\\\.)*")*\\})\
            |(?<range>\\[[^]]*])\
            |(?<number>[0-9][0-9a-zA-Z.]*)\
            |(?<open>\\()\
            |\\s+|.""", Pattern.DOTALL);

    private static final Pattern CONDITION =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private static final Pattern LABELS = Pattern.compile("\\s*\\(([^)]*)\\)");

    /** Reads a query. */
    static PromQl parse(String query) {
        var selectors = new ArrayList<Selector>();
        var grouping = new LinkedHashSet<String>();
        var token = TOKEN.matcher(query);
        while (token.find()) {
            var name = token.group("name");
            if (name == null || WORDS.contains(name)) {
                continue;
            }
            var rest = query.substring(token.end());
            if (TAKE_LABELS.contains(name)) {
                var labels = LABELS.matcher(rest);
                if (labels.lookingAt()) {
                    grouping.addAll(split(labels.group(1)));
                    token.region(token.end() + labels.end(), query.length());
                }
            } else if (!AGGREGATIONS.contains(name) && !rest.stripLeading().startsWith("(")) {
                selectors.add(new Selector(name, conditions(rest)));
            }
        }
        return new PromQl(List.copyOf(selectors), grouping);
    }

    private static List<String> split(String labels) {
        return Pattern.compile(",")
                .splitAsStream(labels)
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .toList();
    }

    private static List<Condition> conditions(String rest) {
        var token = TOKEN.matcher(rest);
        if (!token.lookingAt() || token.group("braces") == null) {
            return List.of();
        }
        return CONDITION
                .matcher(token.group("braces"))
                .results()
                .map(PromQl::condition)
                .toList();
    }

    private static Condition condition(MatchResult found) {
        return new Condition(found.group(1), found.group(2), found.group(3));
    }
}
