package io.github.konnectauth.sandbox.report;

import io.github.konnectauth.sandbox.report.Chart.Point;
import io.github.konnectauth.sandbox.report.Chart.Series;
import io.github.konnectauth.sandbox.report.Chart.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The two drawings of a report: time and memory against the number of resources. */
public final class ReportCharts {

    /** The case that they are made of. */
    public static final String BURST = "burst";

    private static final String ACROSS = "new resources at once, a token each";

    private ReportCharts() {}

    /** Seconds until all are valid, beside the floor, and at most how many there should be. */
    public static Chart time(Report report) {
        var bursts = report.of(BURST);
        var lines = new ArrayList<Series>();
        lines.add(new Series("operator", Style.MEASURED, points(bursts, each -> each.value("time"))));
        lines.add(new Series("floor: no operator", Style.COMPARED, points(bursts, each -> each.value("floor"))));
        lines.add(new Series("goal", Style.GOAL, points(bursts, ReportCharts::longest)));
        return new Chart("Time until every resource has its verdict", ACROSS, "seconds", drawn(lines));
    }

    private static Optional<Double> longest(CaseResult burst) {
        return goal(burst, "ratio").flatMap(ratio -> burst.value("floor").map(floor -> ratio * floor));
    }

    /** Megabytes afterwards. */
    public static Chart memory(Report report) {
        var bursts = report.of(BURST);
        var lines = new ArrayList<Series>();
        lines.add(new Series("resident", Style.MEASURED, points(bursts, each -> each.value("resident"))));
        lines.add(new Series("live heap", Style.COMPARED, points(bursts, each -> each.value("live-heap"))));
        var goal =
                bursts.stream().flatMap(each -> goal(each, "resident").stream()).findFirst();
        goal.ifPresent(limit -> lines.add(new Series(
                "goal",
                Style.GOAL,
                List.of(new Point(0, limit), new Point(bursts.getLast().resources(), limit)))));
        return new Chart("Memory of the operator after that", ACROSS, "MB", drawn(lines));
    }

    private static List<Series> drawn(List<Series> lines) {
        return lines.stream().filter(line -> !line.points().isEmpty()).toList();
    }

    private static Optional<Double> goal(CaseResult burst, String key) {
        return burst.figures().stream()
                .filter(figure -> figure.key().equals(key))
                .flatMap(figure ->
                        figure.goal() instanceof Goal.AtMost(var limit) ? Stream.of(limit) : Stream.<Double>empty())
                .findFirst();
    }

    private static List<Point> points(List<CaseResult> bursts, Function<CaseResult, Optional<Double>> value) {
        return bursts.stream()
                .flatMap(each -> value.apply(each).map(found -> new Point(each.resources(), found)).stream())
                .toList();
    }

    /**
     * By how much a value grows with each resource: the slope of the straight line that fits best.
     *
     * @return empty with fewer than two numbers of resources
     */
    public static Optional<Double> growth(Report report, String key) {
        var points = points(report.of(BURST), each -> each.value(key));
        var middle = points.stream().mapToDouble(Point::at).average().orElse(0);
        var spread = points.stream()
                .mapToDouble(each -> Math.pow(each.at() - middle, 2))
                .sum();
        return spread == 0
                ? Optional.empty()
                : Optional.of(points.stream()
                                .mapToDouble(each -> (each.at() - middle) * each.value())
                                .sum()
                        / spread);
    }
}
