package io.github.konnectauth.chart.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard: that Grafana can load it anywhere, and that Prometheus takes its queries. */
class DashboardTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-zA-Z_]+)}?");

    private final Dashboard dashboard = Dashboard.read();

    @Test
    @NeedsPromtool
    void prometheus_takes_its_queries(@TempDir Path directory) throws IOException {
        var queries = dashboard.queries();
        var rules = IntStream.range(0, queries.size())
                .mapToObj(i ->
                        Map.of("record", "query:" + i, "expr", queries.get(i).expression()))
                .toList();
        var file = Files.writeString(
                directory.resolve("queries.yaml"),
                Serialization.asYaml(Map.of("groups", List.of(Map.of("name", "dashboard", "rules", rules)))));

        var run = Promtool.run("check", "rules", file.toString());

        assertThat(run.exitCode()).as(run.output() + queries).isZero();
    }

    @Test
    void its_data_source_is_chosen_by_whoever_looks() {
        var sources = Stream.concat(
                        dashboard.panels().stream()
                                .flatMap(
                                        panel -> Stream.concat(Stream.of(panel), Yaml.maps(panel, "targets").stream())),
                        dashboard.variables().stream()
                                .filter(variable -> Yaml.text(variable, "type").equals("query")))
                .map(asker -> Yaml.text(Yaml.map(asker, "datasource"), "uid"));

        assertThat(sources).isNotEmpty().containsOnly("${datasource}");
        assertThat(dashboard.variables())
                .anySatisfy(variable -> assertThat(Yaml.text(variable, "type")).isEqualTo("datasource"));
    }

    @Test
    void every_variable_that_is_used_is_defined_and_the_other_way_round() {
        var defined =
                dashboard.variables().stream().map(v -> Yaml.text(v, "name")).toList();
        var used = VARIABLE.matcher(Yaml.text(Dashboard.FILE))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.startsWith("__"))
                .toList();

        assertThat(Set.copyOf(used)).containsExactlyInAnyOrderElementsOf(defined);
    }

    @Test
    void every_panel_says_what_it_shows_and_has_a_unit_or_words_for_its_values() {
        for (var panel : dashboard.panels()) {
            var title = Yaml.text(panel, "title");
            var defaults = Yaml.map(Yaml.map(panel, "fieldConfig"), "defaults");
            assertThat(title).isNotBlank();
            assertThat(Yaml.text(panel, "description"))
                    .as("description of " + title)
                    .endsWith(".");
            assertThat(defaults.containsKey("unit")
                            || !Yaml.list(defaults, "mappings").isEmpty()
                            || Yaml.text(panel, "type").equals("table"))
                    .as("unit or mappings of " + title)
                    .isTrue();
        }
    }

    @Test
    void panels_have_ids_and_places_of_their_own() {
        var ids = new HashSet<Integer>();
        var cells = new HashSet<List<Integer>>();
        for (var panel : Yaml.maps(dashboard.json(), "panels")) {
            var title = Yaml.text(panel, "title");
            assertThat(ids.add((Integer) panel.get("id"))).as("id of " + title).isTrue();
            var place = Yaml.map(panel, "gridPos");
            var x = (Integer) place.get("x");
            var y = (Integer) place.get("y");
            assertThat(x + (Integer) place.get("w"))
                    .as("right edge of " + title)
                    .isLessThanOrEqualTo(24);
            for (var column = x; column < x + (Integer) place.get("w"); column++) {
                for (var row = y; row < y + (Integer) place.get("h"); row++) {
                    assertThat(cells.add(List.of(column, row)))
                            .as("place of " + title)
                            .isTrue();
                }
            }
        }
    }
}
