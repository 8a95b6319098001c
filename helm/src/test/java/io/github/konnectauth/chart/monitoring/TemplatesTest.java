package io.github.konnectauth.chart.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.github.konnectauth.chart.Chart;
import org.junit.jupiter.api.Test;

/** What the chart makes of the alerts and the dashboard. */
class TemplatesTest {

    private static final String RUNBOOK =
            "https://github.com/konnectauth/konnect-auth-operator/blob/main/docs/runbook.md";

    @Test
    void neither_is_there_unless_it_is_asked_for() {
        assertThat(Chart.render().kinds()).doesNotContain("PrometheusRule", "ConfigMap");
    }

    @Test
    void the_rule_holds_the_alerts_as_they_are_with_prometheus_own_templates() {
        var rendered =
                Chart.render("prometheusRule: {enabled: true, labels: {release: prometheus}, annotations: {a: b}}");

        var rule = rendered.only("PrometheusRule");
        assertThat(rule.getAdditionalProperties().get("spec")).isEqualTo(Yaml.read(Alert.FILE));
        assertThat(rendered.text()).contains("{{ $labels.namespace }}/{{ $labels.name }} is not valid.");
        assertThat(rule.getMetadata().getLabels()).containsEntry("release", "prometheus");
        assertThat(rule.getMetadata().getAnnotations()).containsEntry("a", "b");
    }

    @Test
    void the_runbook_may_be_elsewhere() {
        var text = Chart.render("""
                prometheusRule: {enabled: true, runbookUrl: "https://runbooks.example.com/konnect"}
                dashboard: {enabled: true}
                """).text();

        assertThat(text)
                .contains("runbook_url: https://runbooks.example.com/konnect#konnectauthnoleader")
                .contains("\"url\": \"https://runbooks.example.com/konnect\"")
                .doesNotContain(RUNBOOK);
    }

    @Test
    void the_dashboard_is_found_by_the_sidecars_label() {
        var map = Chart.render("dashboard: {enabled: true}").only("ConfigMap", ConfigMap.class);

        assertThat(map.getMetadata().getNamespace()).isEqualTo("konnect-auth");
        assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
        assertThat(map.getData()).containsOnlyKeys("konnect-auth-operator.json");
        assertThat(Yaml.parse(map.getData().get("konnect-auth-operator.json")))
                .isEqualTo(Dashboard.read().json());
    }

    @Test
    void the_dashboard_goes_where_grafana_looks() {
        var map = Chart.render("dashboard: {enabled: true, namespace: grafana, labels: {folder: konnect}}")
                .only("ConfigMap");

        assertThat(map.getMetadata().getNamespace()).isEqualTo("grafana");
        assertThat(map.getMetadata().getLabels()).containsEntry("folder", "konnect");
    }
}
