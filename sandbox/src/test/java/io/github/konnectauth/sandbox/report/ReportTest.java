package io.github.konnectauth.sandbox.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void aResultTakesThePlaceOfAnEarlierOneOfTheSameWork() {
        var again = Sample.burst(1_000, 4, 4, 140);

        assertThat(Sample.report().with(again).cases()).containsExactly(again, Sample.burst(10_000, 46, 43, 190));
    }

    @Test
    void otherWorkIsAdded() {
        assertThat(Sample.report().with(Sample.burst(2_500, 12, 11, 160)).of("burst"))
                .extracting(CaseResult::resources)
                .containsExactly(1_000, 2_500, 10_000);
    }

    @Test
    void missedGoalsAreCounted() {
        assertThat(Sample.report().missed()).isEqualTo(1);
    }

    @Test
    void whatIsWrittenAsJsonIsReadAgain() {
        var report = Sample.report()
                .with(new CaseResult(
                        "one",
                        1,
                        "one",
                        "2026-11-24",
                        List.of(Figure.of("rate", "rate", Unit.A_SECOND, 229.5, new Goal.About(230)))));

        assertThat(ReportJson.read(ReportJson.write(report))).isEqualTo(report);
    }

    @Test
    void goalsInJsonAreShort() {
        assertThat(ReportJson.write(Sample.report()))
                .contains("\"atMost\" : 1.15")
                .contains("\"goal\" : { }");
    }

    @Test
    void whatIsNoReportIsRefused() {
        assertThatThrownBy(() -> ReportJson.read("{\"cases\": 1}")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void memoryGrowsByTheSlopeOfTheBestLine() {
        assertThat(ReportCharts.growth(Sample.report(), "resident")).hasValue(40 / 9_000.0);
        assertThat(ReportCharts.growth(new Report(Sample.MACHINE, List.of(Sample.burst(10, 1, 1, 1))), "resident"))
                .isEmpty();
    }
}
