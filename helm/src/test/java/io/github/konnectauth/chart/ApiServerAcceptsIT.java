package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.github.konnectauth.operator.ApiServer;
import io.github.konnectauth.operator.NeedsApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real API server takes what the chart renders, misspelled fields included. */
@NeedsApiServer
class ApiServerAcceptsIT {

    private static final Path RESOURCES = Path.of("src/test/resources");

    private final ApiServer server = ApiServer.with(ApiServer.Crd.NONE);

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        for (var name : new String[] {"konnect-auth", "team-a", "team-b"}) {
            namespace(name);
        }
        try (var files = Files.list(RESOURCES.resolve("monitoring-crds"))) {
            for (var file : files.toList()) {
                try (var crd = Files.newInputStream(file)) {
                    server.client().load(crd).serverSideApply();
                }
            }
        }
    }

    private void namespace(String name) {
        server.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .createOr(NonDeletingOperation::update);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "everything", "namespaced"})
    void no_field_is_unknown_and_no_value_refused(String set) throws IOException {
        var rendered = rendered(set);

        Awaitility.await("for the kinds of the Prometheus operator")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                dryRun(rendered.text()).succeeded().lines())
                        .hasSize(rendered.objects().size() + rendered.hooks().size())
                        .allMatch(line -> line.endsWith("serverside-applied (server dry run)")));
    }

    @Test
    void a_misspelled_field_would_be_found() {
        var text = Chart.render()
                .text()
                .replace("automountServiceAccountToken: true", "automountServiceAcountToken: true");

        assertThat(dryRun(text).failed()).contains("automountServiceAcountToken");
    }

    private Program.Run dryRun(String objects) {
        try {
            return Program.of(ApiServer.kubectl(), server.kubeconfig(), directory)
                    .runWith(
                            objects,
                            "apply",
                            "--server-side",
                            "--dry-run=server",
                            "--validate=strict",
                            "--force-conflicts",
                            "-f",
                            "-");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Rendered rendered(String set) throws IOException {
        return Chart.render(Files.readString(RESOURCES.resolve("sets").resolve(set + ".yaml")));
    }
}
