package io.github.konnectauth.sandbox.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a figure is held against. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
    @JsonSubTypes.Type(Goal.AtMost.class),
    @JsonSubTypes.Type(Goal.NeverAbove.class),
    @JsonSubTypes.Type(Goal.About.class),
    @JsonSubTypes.Type(Goal.None.class)
})
public sealed interface Goal {

    /** Met if the median of the runs is this value or below. */
    record AtMost(double atMost) implements Goal {}

    /** Met if each run found this value or one below: for what must not happen even once. */
    record NeverAbove(double neverAbove) implements Goal {}

    /** What others have measured: a reference, which is neither met nor missed. */
    record About(double about) implements Goal {}

    /** No goal. */
    record None() implements Goal {}

    /** How a figure stands to its goal. */
    enum Standing {
        MET,
        MISSED,
        /** There is nothing to be met. */
        OPEN
    }

    /**
     * Compares the figure as it was measured, not as it is printed.
     *
     * @param median of the runs
     * @param worst run
     */
    default Standing of(double median, double worst) {
        return switch (this) {
            case AtMost(var limit) -> median <= limit ? Standing.MET : Standing.MISSED;
            case NeverAbove(var limit) -> worst <= limit ? Standing.MET : Standing.MISSED;
            case About _, None _ -> Standing.OPEN;
        };
    }

    /** The goal in words, with its unit; empty for none. */
    default String text(Unit unit) {
        return switch (this) {
            case AtMost(var limit) -> "at most " + unit.goal(limit);
            case NeverAbove(var limit) -> limit == 0 ? unit.goal(limit) : "never above " + unit.goal(limit);
            case About(var value) -> "about " + unit.goal(value);
            case None _ -> "";
        };
    }
}
