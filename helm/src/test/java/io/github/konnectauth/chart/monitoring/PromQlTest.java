package io.github.konnectauth.chart.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.chart.monitoring.PromQl.Condition;
import io.github.konnectauth.chart.monitoring.PromQl.Selector;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void a_metric_is_known_with_and_without_conditions() {
        assertThat(PromQl.parse("up == 0").selectors()).containsExactly(new Selector("up", List.of()));
        assertThat(PromQl.parse("up{job=\"a}\", pod != \"b\" ,host=~\"c|d\"}[5m]")
                        .selectors())
                .containsExactly(new Selector(
                        "up",
                        List.of(
                                new Condition("job", "=", "a}"),
                                new Condition("pod", "!=", "b"),
                                new Condition("host", "=~", "c|d"))));
    }

    @Test
    void functions_aggregations_words_numbers_and_ranges_are_no_metrics() {
        var query =
                "sum by (a, b) (rate(one[$__rate_interval])) / 1e3 > bool on (c) group_left (d) clamp_min(3 * two, 0.5)"
                        + " unless count(three offset 15m) without (e) or quantile (0.5, four)";

        assertThat(PromQl.parse(query).selectors())
                .extracting(Selector::metric)
                .containsExactly("one", "two", "three", "four");
        assertThat(PromQl.parse(query).grouping()).isEqualTo(Set.of("a", "b", "c", "d", "e"));
    }

    @Test
    void the_words_of_a_condition_are_no_metrics() {
        assertThat(PromQl.parse("one{a=\"two(three)\"} + four").selectors())
                .extracting(Selector::metric)
                .containsExactly("one", "four");
    }

    @Test
    void a_regular_expression_names_its_alternatives() {
        assertThat(new Condition("outcome", "=~", "throttled|unexpected").alternatives())
                .containsExactly("throttled", "unexpected");
        assertThat(new Condition("outcome", "!=", "a|b").alternatives()).containsExactly("a|b");
    }
}
