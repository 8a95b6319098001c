package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.github.konnectauth.operator.ApiServer;
import io.github.konnectauth.operator.NeedsApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real API server takes what the chart renders, misspelled fields and Pod Security included. */
@NeedsApiServer
class ApiServerAcceptsIT {

    private static final Path RESOURCES = Path.of("src/test/resources");

    private final ApiServer server = ApiServer.with(ApiServer.Crd.NONE);

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        for (var name : new String[] {"konnect-auth", "team-a", "team-b"}) {
            namespace(name, Map.of());
        }
        try (var files = Files.list(RESOURCES.resolve("monitoring-crds"))) {
            for (var file : files.toList()) {
                try (var crd = Files.newInputStream(file)) {
                    server.client().load(crd).serverSideApply();
                }
            }
        }
    }

    private void namespace(String name, Map<String, String> labels) {
        server.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
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

    @ParameterizedTest
    @ValueSource(strings = {"default", "everything", "namespaced"})
    void its_pods_are_let_in_where_Pod_Security_is_restricted(String set) throws IOException {
        var rendered = rendered(set);
        assertRestricted(rendered.only("Deployment", Deployment.class).getSpec().getTemplate());
        assertRestricted(
                rendered.on("post-delete").only("Job", Job.class).getSpec().getTemplate());
    }

    private void assertRestricted(PodTemplateSpec template) {
        var pod = new PodBuilder()
                .withMetadata(template.getMetadata())
                .editMetadata()
                .withName("pod")
                .withNamespace("restricted")
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
        namespace("restricted", Map.of("pod-security.kubernetes.io/enforce", "restricted"));
        account(pod.getSpec().getServiceAccountName());

        assertThat(server.client().resource(pod).dryRun().create().getMetadata().getName())
                .isEqualTo("pod");
        pod.getSpec().getContainers().getFirst().getSecurityContext().setAllowPrivilegeEscalation(true);
        assertThatThrownBy(() -> server.client().resource(pod).dryRun().create())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("violates PodSecurity");
    }

    private void account(String name) {
        server.client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("restricted")
                        .endMetadata()
                        .build())
                .createOr(NonDeletingOperation::update);
    }

    private static Rendered rendered(String set) throws IOException {
        return Chart.render(Files.readString(RESOURCES.resolve("sets").resolve(set + ".yaml")));
    }
}
