package io.github.konnectauth.chart.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alerts: that Prometheus takes them, when they fire and when not, and that each has its page in the runbook. */
class AlertsTest {

    private static final Path CASES = Path.of("src/test/resources/monitoring");
    private static final Path RUNBOOK = Path.of("../docs/runbook.md");
    private static final String RUNBOOK_URL =
            "https://github.com/konnectauth/konnect-auth-operator/blob/main/docs/runbook.md";
    private static final Pattern TEMPLATE_LABEL = Pattern.compile("\\$labels\\.([a-zA-Z_]+)");

    static List<Path> cases() throws IOException {
        try (var files = Files.list(CASES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    static List<Alert> alerts() {
        return Alert.all();
    }

    /** The alerts' expected states, each with the alerts that are expected to fire then. */
    private static Stream<Map<?, ?>> expectations(String alert) throws IOException {
        return cases().stream()
                .flatMap(file -> Yaml.maps(Yaml.read(file), "tests").stream())
                .flatMap(test -> Yaml.maps(test, "alert_rule_test").stream())
                .filter(expectation -> Yaml.text(expectation, "alertname").equals(alert));
    }

    private static List<String> sections() {
        return Yaml.text(RUNBOOK)
                .lines()
                .filter(line -> line.startsWith("## KonnectAuth"))
                .map(line -> line.substring(3))
                .toList();
    }

    @Test
    @NeedsPromtool
    void prometheus_takes_the_rules() {
        var run = Promtool.run("check", "rules", Alert.FILE.toString());

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).contains(Alert.all().size() + " rules found");
    }

    @ParameterizedTest
    @MethodSource("cases")
    @NeedsPromtool
    void they_fire_when_they_should_and_only_then(Path file) {
        var run = Promtool.run("test", "rules", file.toString());

        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void each_has_a_case_in_which_it_fires_and_one_in_which_it_is_silent(Alert alert) throws IOException {
        assertThat(expectations(alert.name()))
                .as("a case in which it fires")
                .anyMatch(expectation -> !Yaml.list(expectation, "exp_alerts").isEmpty());
        assertThat(expectations(alert.name()))
                .as("a case in which it is silent")
                .anyMatch(expectation -> Yaml.list(expectation, "exp_alerts").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void each_says_how_bad_it_is_what_is_wrong_and_where_to_read_on(Alert alert) {
        assertThat(alert.labels().get("severity")).isIn("critical", "warning");
        assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "runbook_url");
        assertThat(alert.annotations().values()).noneMatch(String::isBlank);
        assertThat(alert.annotations())
                .containsEntry("runbook_url", RUNBOOK_URL + "#" + alert.name().toLowerCase(Locale.ROOT));
        assertThat(sections()).contains(alert.name());
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void its_texts_use_only_labels_that_it_has(Alert alert) {
        var texts = String.join(" ", alert.annotations().values());

        assertThat(TEMPLATE_LABEL.matcher(texts).results().map(found -> found.group(1)))
                .isSubsetOf(PromQl.parse(alert.expression()).grouping());
    }

    @Test
    void the_runbook_has_a_section_and_a_line_for_each_alert_and_for_no_other() {
        var names = Alert.all().stream().map(Alert::name).toList();

        assertThat(sections()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(Yaml.text(RUNBOOK).lines().filter(line -> line.startsWith("| [KonnectAuth")))
                .containsExactlyInAnyOrderElementsOf(
                        Alert.all().stream().map(AlertsTest::lineOf).toList());
    }

    /** The alert's own line in the runbook's table, if the table gives its severity. */
    private static String lineOf(Alert alert) {
        var start = "| [" + alert.name() + "](#" + alert.name().toLowerCase(Locale.ROOT) + ") | "
                + alert.labels().get("severity") + " | ";
        return Yaml.text(RUNBOOK)
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElse(start + "…");
    }
}
