package io.github.konnectauth.chart.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The check of queries, on queries that are wrong. */
class VocabularyTest {

    private final Vocabulary vocabulary = new Vocabulary(Exposition.parse("""
                    # HELP calls_total of an example
                    # TYPE calls_total counter
                    calls_total{host="a.example",outcome="accepted"} 1.0
                    calls_total{host="b.example",outcome="quoted \\"}"} 2.5E3
                    leader 1.0
                    resources{namespace="a",reason="Valid"} 1
                    """), Set.of("HostDown", "NoLeader"));

    private List<String> missing(String expression, String... others) {
        return vocabulary.missing(expression, List.of(others));
    }

    @Test
    void what_is_there_is_not_missing() {
        assertThat(missing(
                        "sum by (host) (rate(calls_total{outcome=~\"accepted|quoted.*\",job=\"any\"}[5m])) > 0",
                        "host"))
                .isEmpty();
        assertThat(missing(
                        "resources{reason!~\"Valid|KonnectUnreachable\"} and on (job) ALERTS{alertname=~\"Host.+\"}"))
                .isEmpty();
    }

    @Test
    void a_metric_that_is_not_there_is_missing() {
        assertThat(missing("leader or leaders")).containsExactly("metric leaders");
    }

    @Test
    void a_label_that_is_not_there_is_missing_wherever_it_stands() {
        assertThat(missing("calls_total{hots=\"a.example\"}")).containsExactly("label calls_total{hots}");
        assertThat(missing("sum by (hots) (calls_total)")).containsExactly("label hots");
        assertThat(missing("sum by (host) (calls_total)", "hots")).containsExactly("label hots");
        assertThat(missing("sum by (host) (leader)")).containsExactly("label host");
    }

    @Test
    void a_value_that_is_not_there_is_missing_even_where_it_is_excluded() {
        assertThat(missing("calls_total{outcome!=\"acepted\"}"))
                .containsExactly("value acepted of label calls_total{outcome}");
        assertThat(missing("calls_total{outcome=~\"accepted|acepted\"}"))
                .containsExactly("value acepted of label calls_total{outcome}");
        assertThat(missing("resources{reason=\"Vaild\"}")).containsExactly("value Vaild of label resources{reason}");
        assertThat(missing("ALERTS{alertname=~\"Hots.+\"}")).containsExactly("value Hots.+ of label ALERTS{alertname}");
    }

    @Test
    void values_of_labels_that_prometheus_adds_are_anybodys_and_those_of_the_operators_own_are_not() {
        assertThat(missing("leader{namespace=\"b\"}")).isEmpty();
        assertThat(missing("resources{namespace=\"b\"}")).containsExactly("value b of label resources{namespace}");
    }
}
