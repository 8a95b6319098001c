package io.github.konnectauth.sandbox.report;

import io.github.konnectauth.sandbox.report.Chart.Point;
import io.github.konnectauth.sandbox.report.Chart.Series;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws a chart as SVG that needs nothing beside itself; dark text on white, readable in any page. */
public final class Svg {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int LEFT = 74;
    private static final int RIGHT = 24;
    private static final int TOP = 52;
    private static final int BOTTOM = 96;
    private static final List<String> COLORS = List.of("#0b62a4", "#8a6d00", "#7a3d9a", "#1a7f4b");

    private final Chart chart;
    private final Ticks across;
    private final Ticks up;
    private final Formatter out = new Formatter(Locale.ROOT);

    private Svg(Chart chart) {
        this.chart = chart;
        this.across = Ticks.upTo(chart.widest());
        this.up = Ticks.upTo(chart.highest());
    }

    /** The same chart gives the same text. */
    public static String of(Chart chart) {
        return new Svg(chart).draw();
    }

    private String draw() {
        out.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\""
                        + " font-family=\"sans-serif\" font-size=\"13\" fill=\"#1f2328\">\n",
                WIDTH, HEIGHT, escaped(chart.title()));
        out.format("<title>%s</title>\n", escaped(chart.title()));
        out.format("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", WIDTH, HEIGHT);
        out.format(
                "<text x=\"%d\" y=\"26\" font-size=\"16\" font-weight=\"bold\">%s</text>\n",
                LEFT, escaped(chart.title()));
        axes();
        var color = 0;
        for (var number = 0; number < chart.lines().size(); number++) {
            var line = chart.lines().get(number);
            line(line, line.style() == Chart.Style.GOAL ? "#b3261e" : COLORS.get(color++ % COLORS.size()), number);
        }
        out.format("</svg>\n");
        return out.toString();
    }

    private void axes() {
        for (var value : up.values()) {
            out.format(
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"%s\"/>\n",
                    LEFT, y(value), WIDTH - RIGHT, y(value), value == 0 ? "#1f2328" : "#d9dee3");
            out.format(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
                    LEFT - 8, y(value) + 4.5, number(value));
        }
        for (var value : across.values()) {
            out.format(
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#1f2328\"/>\n",
                    x(value), HEIGHT - BOTTOM, x(value), HEIGHT - BOTTOM + 5);
            out.format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                    x(value), HEIGHT - BOTTOM + 20, number(value));
        }
        out.format(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - BOTTOM + 42, escaped(chart.across()));
        var middle = (TOP + HEIGHT - BOTTOM) / 2.0;
        out.format(
                "<text x=\"18\" y=\"%.1f\" text-anchor=\"middle\" transform=\"rotate(-90 18 %.1f)\">%s</text>\n",
                middle, middle, escaped(chart.up()));
    }

    private void line(Series line, String color, int number) {
        var isGoal = line.style() == Chart.Style.GOAL;
        var stroke = "stroke=\"" + color + "\" stroke-width=\"" + (line.style() == Chart.Style.MEASURED ? "2.5" : "1.8")
                + "\" fill=\"none\"" + (isGoal ? " stroke-dasharray=\"7 5\"" : "");
        out.format(
                "<polyline points=\"%s\" %s/>\n",
                line.points().stream()
                        .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point.at()), y(point.value())))
                        .collect(Collectors.joining(" ")),
                stroke);
        if (!isGoal) {
            line.points().forEach(point -> dot(line, point, color));
        }
        var at = LEFT
                + number * (WIDTH - LEFT - RIGHT) / Math.max(1, chart.lines().size());
        out.format(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" %s/>\n", at, HEIGHT - 22, at + 28, HEIGHT - 22, stroke);
        out.format("<text x=\"%d\" y=\"%d\">%s</text>\n", at + 36, HEIGHT - 17, escaped(line.name()));
    }

    private void dot(Series line, Point point, String color) {
        out.format(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"><title>%s, %s: %s</title></circle>\n",
                x(point.at()),
                y(point.value()),
                color,
                escaped(line.name()),
                number(point.at()),
                String.format(Locale.ROOT, "%,.2f", point.value()));
    }

    private double x(double value) {
        return LEFT + value / across.end() * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - value / up.end() * (HEIGHT - BOTTOM - TOP);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.3f", value).replaceFirst("\\.?0+$", "");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
