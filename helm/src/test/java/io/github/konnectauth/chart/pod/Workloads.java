package io.github.konnectauth.chart.pod;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.chart.Chart;
import io.github.konnectauth.chart.Rendered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All that the chart runs with one set of values: the operator, and the Jobs of its hooks. */
record Workloads(Rendered rendered) {

    private static final Path SETS = Path.of("src/test/resources/sets");

    /**
     * One of them.
     *
     * @param name kind and name
     * @param pod its pods
     */
    record Workload(String name, PodTemplateSpec pod) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The sets of values. */
    static Stream<Workloads> ofEachSet() {
        try (var files = Files.list(SETS)) {
            return files.sorted().map(Workloads::of).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Workloads of(Path set) {
        try {
            return new Workloads(Chart.render(Files.readString(set)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Workloads of(String values) {
        return new Workloads(Chart.render(values));
    }

    /** Everything that is rendered, hooks included. */
    List<GenericKubernetesResource> objects() {
        return Stream.concat(rendered.objects().stream(), rendered.hooks().stream())
                .toList();
    }

    /** Whatever holds a template of pods. */
    List<Workload> all() {
        return objects().stream()
                .flatMap(object ->
                        template(object)
                                .map(pod -> new Workload(
                                        object.getKind() + " "
                                                + object.getMetadata().getName(),
                                        pod))
                                .stream())
                .toList();
    }

    private static Optional<PodTemplateSpec> template(GenericKubernetesResource object) {
        return Optional.<Object>ofNullable(object.get("spec", "template", "spec"))
                .map(_ -> object.get("spec", "template"))
                .map(template -> Serialization.unmarshal(Serialization.asJson(template), PodTemplateSpec.class));
    }

    /** All of a kind, hooks included. */
    <T> List<T> all(String kind, Class<T> type) {
        return objects().stream()
                .filter(object -> object.getKind().equals(kind))
                .map(object -> Serialization.unmarshal(Serialization.asYaml(object), type))
                .toList();
    }
}
