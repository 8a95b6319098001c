package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents tell people to write is what the chart takes. */
class InstallDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/install.md");
    private static final Pattern YAML = Pattern.compile("(?ms)(?:<!-- (\\w+) -->\\n)? *```yaml\\n(.*?)^ *```");
    private static final Pattern ARCHIVE = Pattern.compile("target/(konnect-auth-operator-[0-9][^\\s`]*\\.tgz)");

    static Stream<String> values() {
        return blocks("values");
    }

    @ParameterizedTest
    @MethodSource("values")
    void values_are_taken_and_make_a_difference(String values) {
        assertThat(Chart.render(values).text()).isNotEqualTo(Chart.render().text());
    }

    @Test
    void all_yaml_is_marked_and_so_checked() {
        assertThat(found(DOCUMENT, YAML).map(block -> Objects.toString(block.group(1))))
                .isNotEmpty()
                .allSatisfy(mark -> assertThat(mark).isIn("values", "application", "release"));
    }

    @Test
    void the_application_names_this_chart_and_its_values_are_taken() {
        var application = objects("application").getFirst();

        assertThat(application.getKind()).isEqualTo("Application");
        assertThat(application.<String>get("spec", "source", "chart")).isEqualTo(chart().get("name"));
        assertThat(application.<String>get("spec", "source", "targetRevision")).isEqualTo(chart().get("version"));
        assertRenders(application.get("spec", "source", "helm", "valuesObject"));
    }

    @Test
    void the_helm_release_names_this_chart_and_its_values_are_taken() {
        var objects = objects("release");
        var repository = objects.getFirst();
        var release = objects.getLast();

        assertThat(objects.stream().map(GenericKubernetesResource::getKind))
                .containsExactly("OCIRepository", "HelmRelease");
        assertThat(repository.<String>get("spec", "url")).endsWith("/" + chart().get("name"));
        assertThat(repository.<String>get("spec", "ref", "tag")).isEqualTo(chart().get("version"));
        assertThat(release.<String>get("spec", "chartRef", "kind")).isEqualTo(repository.getKind());
        assertThat(release.<String>get("spec", "chartRef", "name"))
                .isEqualTo(repository.getMetadata().getName());
        assertRenders(release.get("spec", "values"));
    }

    @Test
    void the_documents_name_the_archive_as_it_is_called() {
        var names = Stream.of(DOCUMENT, Path.of("../README.md"))
                .flatMap(file -> found(file, ARCHIVE))
                .map(found -> found.group(1));

        assertThat(names)
                .hasSizeGreaterThan(2)
                .containsOnly(chart().get("name") + "-" + chart().get("version") + ".tgz");
    }

    private static void assertRenders(Map<String, ?> values) {
        assertThat(Chart.render(values).all("Deployment")).hasSize(1);
    }

    private static Map<String, Object> chart() {
        return Values.parse(text(Chart.DIRECTORY.resolve("Chart.yaml")));
    }

    private static List<GenericKubernetesResource> objects(String mark) {
        return blocks(mark)
                .flatMap(block -> Pattern.compile("(?m)^---$").splitAsStream(block))
                .map(object -> Serialization.unmarshal(object, GenericKubernetesResource.class))
                .toList();
    }

    private static Stream<String> blocks(String mark) {
        return found(DOCUMENT, YAML)
                .filter(block -> mark.equals(block.group(1)))
                .map(block -> block.group(2).stripIndent());
    }

    private static Stream<MatchResult> found(Path file, Pattern pattern) {
        return pattern.matcher(text(file)).results();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
