package io.github.konnectauth.chart.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.NeedsApiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What alerts and dashboard ask for, held against what the operator shows. */
@NeedsApiServer
class QueriesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void every_query_names_only_what_the_operator_shows_and_the_dashboard_leaves_nothing_out(@TempDir Path directory) {
        try (var day = new EventfulDay(directory)) {
            Awaitility.await("for the metrics that are asked for")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() ->
                            assertThat(missing(day.metrics())).as("missing").isEmpty());

            assertThat(unseen(day.metrics()))
                    .as("metrics that the dashboard does not show")
                    .isEmpty();
        }
    }

    /** Who asks for what that is not there. */
    private static List<String> missing(Exposition shown) {
        var alerts = Alert.all();
        var vocabulary = new Vocabulary(shown, alerts.stream().map(Alert::name).collect(Collectors.toSet()));
        return Stream.concat(
                        alerts.stream()
                                .flatMap(alert -> vocabulary.missing(alert.expression(), List.of()).stream()
                                        .map(what -> what + ", asked for by the alert " + alert.name())),
                        Dashboard.read().queries().stream()
                                .flatMap(query -> vocabulary.missing(query.expression(), query.legend()).stream()
                                        .map(what -> what + ", asked for by the dashboard's " + query.owner())))
                .toList();
    }

    private static Set<String> unseen(Exposition shown) {
        var asked = Dashboard.read().queries().stream()
                .flatMap(query -> PromQl.parse(query.expression()).selectors().stream())
                .map(PromQl.Selector::metric)
                .toList();
        var unseen = new TreeSet<>(shown.families());
        unseen.removeIf(family -> asked.stream().anyMatch(metric -> metric.startsWith(family)));
        return unseen;
    }
}
