package io.github.konnectauth.sandbox.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CaseResultTest {

    @Test
    void theMedianOfThreeRunsIsTheMiddleOneFigureByFigure() {
        var median = CaseResult.median(
                List.of(Sample.burst(10, 9, 3, 100), Sample.burst(10, 5, 4, 300), Sample.burst(10, 7, 2, 200)));

        assertThat(median.value("time")).contains(7.0);
        assertThat(median.value("floor")).contains(3.0);
        assertThat(median.value("ratio")).contains(3.0);
        assertThat(median.figures().getFirst().runs()).containsExactly(9.0, 5.0, 7.0);
    }

    @Test
    void theMedianOfTwoRunsLiesBetweenThem() {
        assertThat(CaseResult.median(List.of(Sample.burst(10, 9, 3, 1), Sample.burst(10, 5, 3, 1)))
                        .value("time"))
                .contains(7.0);
    }

    @Test
    void theGoalStaysThatOfTheFirstRun() {
        var median = CaseResult.median(List.of(Sample.burst(10, 9, 3, 1), Sample.burst(10, 5, 3, 1)));

        assertThat(median.figures().get(2).goal()).isEqualTo(new Goal.AtMost(1.15));
    }

    @Test
    void aFigureThatIsNotThereHasNoValue() {
        assertThat(Sample.burst(10, 9, 3, 1).value("calls")).isEmpty();
    }
}
