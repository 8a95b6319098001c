package io.github.konnectauth.operator.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResourceGaugesTest {

    private static final Instant DECIDED = Instant.parse("2026-03-01T10:00:00.500Z");

    private record Row(String namespace, String name, String reason, Optional<Instant> decidedAt) {}

    private final List<Row> resources = new ArrayList<>();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    ResourceGaugesTest() {
        meters.getPrometheusRegistry()
                .register(new ResourceGauges(rows -> resources.forEach(
                        row -> rows.add(row.namespace(), row.name(), row.reason(), row.decidedAt()))));
    }

    private void add(String namespace, String name, String reason) {
        resources.add(new Row(namespace, name, reason, Optional.of(DECIDED)));
    }

    /** The rows of one metric, without its name. */
    private List<String> rows(String metric) {
        return meters.scrape()
                .lines()
                .filter(line -> line.startsWith(metric + "{"))
                .map(line -> line.substring(metric.length()))
                .toList();
    }

    @Test
    void every_resource_has_a_row_that_says_whether_it_is_ready() {
        add("prod", "good", "Valid");
        add("prod", "bad", "TokenRejected");
        add("prod", "unknown", "KonnectUnreachable");

        assertThat(rows("konnect_auth_resource_ready"))
                .containsExactlyInAnyOrder(
                        "{name=\"good\",namespace=\"prod\"} 1.0",
                        "{name=\"bad\",namespace=\"prod\"} 0.0",
                        "{name=\"unknown\",namespace=\"prod\"} 0.0");
    }

    @Test
    void every_resource_has_a_row_that_says_when_it_was_last_validated_to_the_millisecond() {
        add("prod", "good", "Valid");

        assertThat(rows("konnect_auth_last_validation_timestamp_seconds"))
                .containsExactly("{name=\"good\",namespace=\"prod\"} 1.7723592005E9");
    }

    @Test
    void a_resource_that_was_never_validated_has_no_time_of_validation() {
        resources.add(new Row("prod", "new", "RateLimited", Optional.empty()));

        assertThat(rows("konnect_auth_last_validation_timestamp_seconds")).isEmpty();
        assertThat(rows("konnect_auth_resource_ready")).hasSize(1);
    }

    @Test
    void resources_are_counted_by_namespace_and_reason() {
        add("prod", "a", "Valid");
        add("prod", "b", "Valid");
        add("prod", "c", "SecretNotFound");
        add("test", "a", "Valid");

        assertThat(rows("konnect_auth_resources"))
                .containsExactlyInAnyOrder(
                        "{namespace=\"prod\",reason=\"Valid\"} 2.0",
                        "{namespace=\"prod\",reason=\"SecretNotFound\"} 1.0",
                        "{namespace=\"test\",reason=\"Valid\"} 1.0");
    }

    @Test
    void a_scrape_shows_what_is_there_at_that_time_and_nothing_that_has_gone() {
        add("prod", "former", "Valid");
        assertThat(meters.scrape()).contains("former");

        resources.clear();
        add("prod", "present", "TokenRejected");

        assertThat(meters.scrape()).contains("present").doesNotContain("former", "reason=\"Valid\"");
    }

    @Test
    void no_resource_at_all_breaks_nothing() {
        assertThat(meters.scrape()).doesNotContain("konnect_auth_resource_ready{");
    }

    @Test
    void odd_names_are_escaped() {
        add("prod", "quote\"back\\slash\nline", "Valid");

        assertThat(rows("konnect_auth_resource_ready"))
                .containsExactly("{name=\"quote\\\"back\\\\slash\\nline\",namespace=\"prod\"} 1.0");
    }

    @Test
    void gauges_explain_themselves() {
        add("prod", "good", "Valid");

        assertThat(meters.scrape())
                .contains("# TYPE konnect_auth_resources gauge", "# HELP konnect_auth_resources Resources,")
                .contains("# TYPE konnect_auth_resource_ready gauge", "# HELP konnect_auth_resource_ready 1 when")
                .contains("# TYPE konnect_auth_last_validation_timestamp_seconds gauge");
    }
}
