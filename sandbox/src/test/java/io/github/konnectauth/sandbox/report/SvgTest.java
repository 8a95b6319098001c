package io.github.konnectauth.sandbox.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class SvgTest {

    @Test
    void aDrawingNamesItsAxesWithUnitsAndItsLines() throws Exception {
        assertThat(texts(Svg.of(ReportCharts.time(Sample.report()))))
                .contains("seconds", "new resources at once, a token each", "operator", "floor: no operator", "goal");
        assertThat(texts(Svg.of(ReportCharts.memory(Sample.report())))).contains("MB", "resident", "goal");
    }

    @Test
    void theGoalOfTheTimeIsTheFloorTimesTheRatio() {
        var goal = ReportCharts.time(Sample.report()).lines().getLast();

        assertThat(goal.points()).containsExactly(new Chart.Point(1_000, 1.15 * 4), new Chart.Point(10_000, 1.15 * 43));
    }

    @Test
    void aLineNobodyMeasuredIsLeftOut() {
        assertThat(ReportCharts.memory(Sample.report()).lines())
                .extracting(Chart.Series::name)
                .containsExactly("resident", "goal");
    }

    @Test
    void pointsLieWhereTheAxesSay() throws Exception {
        var chart = new Chart(
                "t",
                "n",
                "s",
                List.of(new Chart.Series(
                        "l", Chart.Style.MEASURED, List.of(new Chart.Point(0, 0), new Chart.Point(10, 100)))));

        var lines = parsed(Svg.of(chart)).getElementsByTagName("polyline");

        // The lower left corner, and the upper right one.
        assertThat(lines.item(0).getAttributes().getNamedItem("points").getNodeValue())
                .isEqualTo("74.0,324.0 736.0,52.0");
    }

    @Test
    void namesAreEscaped() throws Exception {
        var chart = new Chart("a < b & \"c\"", "n", "s", List.of());

        assertThat(parsed(Svg.of(chart)).getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("a < b & \"c\"");
    }

    private static List<String> texts(String svg) throws Exception {
        var nodes = parsed(svg).getElementsByTagName("text");
        return IntStream.range(0, nodes.getLength())
                .mapToObj(number -> nodes.item(number).getTextContent())
                .toList();
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
