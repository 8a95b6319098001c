package io.github.konnectauth.operator.management;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The metrics that have a row a resource. They are computed when somebody asks, so that resources cost no memory here
 * and leave nothing behind when they go.
 */
public final class ResourceGauges implements MultiCollector {

    private final Consumer<Rows> resources;

    /** @param resources tells every resource to the rows that it is given */
    public ResourceGauges(Consumer<Rows> resources) {
        this.resources = resources;
    }

    @Override
    public MetricSnapshots collect() {
        var rows = new Rows();
        resources.accept(rows);
        return rows.snapshots();
    }

    /** The rows of one scrape. */
    public static final class Rows {

        private final GaugeSnapshot.Builder ready = GaugeSnapshot.builder()
                .name("konnect_auth_resource_ready")
                .help("1 when the resource's token is valid, else 0");

        private final GaugeSnapshot.Builder validated = GaugeSnapshot.builder()
                .name("konnect_auth_last_validation_timestamp_seconds")
                .help("When a check of the resource last ended with a verdict, in seconds since 1970");

        private final Map<Labels, Integer> counts = new TreeMap<>();

        private Rows() {}

        /**
         * Adds a resource.
         *
         * @param reason of its {@code Ready} condition
         */
        public void add(String namespace, String name, String reason, Optional<Instant> decidedAt) {
            var labels = Labels.of("namespace", namespace, "name", name);
            ready.dataPoint(point(labels, reason.equals("Valid") ? 1 : 0));
            decidedAt.ifPresent(at -> validated.dataPoint(point(labels, at.toEpochMilli() / 1000.0)));
            counts.merge(Labels.of("namespace", namespace, "reason", reason), 1, Integer::sum);
        }

        private MetricSnapshots snapshots() {
            var resources = GaugeSnapshot.builder()
                    .name("konnect_auth_resources")
                    .help("Resources, by the reason of their Ready condition");
            counts.forEach((labels, count) -> resources.dataPoint(point(labels, count)));
            return MetricSnapshots.of(ready.build(), validated.build(), resources.build());
        }

        private static GaugeDataPointSnapshot point(Labels labels, double value) {
            return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
        }
    }
}
