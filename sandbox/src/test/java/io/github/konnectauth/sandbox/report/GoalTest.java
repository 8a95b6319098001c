package io.github.konnectauth.sandbox.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalTest {

    @ParameterizedTest
    @CsvSource({"1.29, MET", "1.3, MET", "1.3001, MISSED", "0, MET"})
    void aLimitIsMetByItselfAndByLess(double value, Goal.Standing standing) {
        assertThat(new Goal.AtMost(1.3).of(value, value)).isEqualTo(standing);
        assertThat(new Goal.NeverAbove(1.3).of(value, value)).isEqualTo(standing);
    }

    @Test
    void aLimitHoldsForTheMedianAndWhatMustNotHappenForEachRun() {
        assertThat(ofThree(new Goal.AtMost(0)).standing()).isEqualTo(Goal.Standing.MET);
        assertThat(ofThree(new Goal.NeverAbove(0)).standing()).isEqualTo(Goal.Standing.MISSED);
        assertThat(ofThree(new Goal.NeverAbove(7)).standing()).isEqualTo(Goal.Standing.MET);
    }

    private static Figure ofThree(Goal goal) {
        return Figure.median(Stream.of(0, 7, 0)
                .map(count -> Figure.count("throttled", "answers 429", count, goal))
                .toList());
    }

    @Test
    void aFigureIsComparedAsMeasuredNotAsPrinted() {
        var figure = Figure.of("ratio", "beside the floor", Unit.TIMES, 1.3004, new Goal.AtMost(1.3));

        assertThat(figure.unit().text(figure.value())).isEqualTo("1.30 ×");
        assertThat(figure.standing()).isEqualTo(Goal.Standing.MISSED);
    }

    @Test
    void aReferenceIsNeitherMetNorMissed() {
        assertThat(new Goal.About(230).of(10, 10)).isEqualTo(Goal.Standing.OPEN);
        assertThat(new Goal.None().of(10, 10)).isEqualTo(Goal.Standing.OPEN);
    }

    @Test
    void aGoalIsWrittenWithItsUnit() {
        assertThat(new Goal.AtMost(1.15).text(Unit.TIMES)).isEqualTo("at most 1.15 ×");
        assertThat(new Goal.AtMost(150).text(Unit.MILLISECONDS)).isEqualTo("at most 150 ms");
        assertThat(new Goal.NeverAbove(0).text(Unit.COUNT)).isEqualTo("0");
        assertThat(new Goal.NeverAbove(2).text(Unit.TIMES)).isEqualTo("never above 2 ×");
        assertThat(new Goal.About(230).text(Unit.A_SECOND)).isEqualTo("about 230 a second");
        assertThat(new Goal.None().text(Unit.COUNT)).isEmpty();
    }
}
