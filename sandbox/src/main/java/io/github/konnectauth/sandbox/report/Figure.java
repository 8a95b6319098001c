package io.github.konnectauth.sandbox.report;

import java.util.Collections;
import java.util.List;

/**
 * One thing that was measured.
 *
 * @param key names it within its case, for programs
 * @param label names it for people
 * @param value the median of the runs
 * @param runs what each run found, in order; at least one
 */
public record Figure(String key, String label, Unit unit, double value, List<Double> runs, Goal goal) {

    public Figure {
        runs = List.copyOf(runs);
    }

    /** From a single run. */
    public static Figure of(String key, String label, Unit unit, double value, Goal goal) {
        return new Figure(key, label, unit, value, List.of(value), goal);
    }

    /** A figure that is held against nothing. */
    public static Figure of(String key, String label, Unit unit, double value) {
        return of(key, label, unit, value, new Goal.None());
    }

    /** How many there were, in a single run. */
    public static Figure count(String key, String label, long count, Goal goal) {
        return of(key, label, Unit.COUNT, (double) count, goal);
    }

    /** The same figure of several runs as one. */
    static Figure median(List<Figure> same) {
        var first = same.getFirst();
        var runs = same.stream().flatMap(each -> each.runs().stream()).toList();
        return new Figure(first.key(), first.label(), first.unit(), middle(runs), runs, first.goal());
    }

    /** The middle one, or the mean of the two in the middle. */
    private static double middle(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        var above = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(above) : (sorted.get(above - 1) + sorted.get(above)) / 2;
    }

    /** How it stands to its goal. */
    public Goal.Standing standing() {
        return goal.of(value, Collections.max(runs));
    }
}
