package io.github.konnectauth.sandbox.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Lines over numbers, both axes from zero.
 *
 * @param title what it shows
 * @param across what the horizontal axis counts
 * @param up what the vertical axis measures, with its unit
 */
public record Chart(String title, String across, String up, List<Series> lines) {

    public Chart {
        lines = List.copyOf(lines);
    }

    /** What a line is drawn like. */
    public enum Style {
        MEASURED,
        COMPARED,
        GOAL
    }

    /**
     * A line.
     *
     * @param name in the legend
     * @param points from left to right
     */
    public record Series(String name, Style style, List<Point> points) {

        public Series {
            points = List.copyOf(points);
        }
    }

    /** A value at a number. */
    public record Point(double at, double value) {}

    double widest() {
        return greatest(Point::at);
    }

    double highest() {
        return greatest(Point::value);
    }

    private double greatest(ToDoubleFunction<Point> side) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(side)
                .max()
                .orElse(1);
    }
}
