package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.cluster.Cluster;
import io.github.konnectauth.operator.konnect.Connections;
import io.github.konnectauth.simulator.KonnectSimulator;
import io.github.konnectauth.simulator.Operation;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watches, selectors, and which resources a Secret wakes up: on a mock API server, which everybody has. */
class WatchesTest {

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final KonnectSimulator konnect = KonnectSimulator.start();

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void open() {
        server.init();
        konnect.organization(Scene.ORGANIZATION, "Example");
    }

    @AfterEach
    void close() {
        server.destroy();
        konnect.close();
    }

    @Test
    void a_labelled_secret_wakes_up_those_who_name_it_and_nobody_else() throws IOException {
        try (var client = client();
                var _ = operator()) {
            referring(client, "a", "first", "shared");
            referring(client, "a", "second", "shared");
            referring(client, "a", "other", "own");
            referring(client, "b", "same-name-elsewhere", "shared");
            for (var name : List.of("first", "second", "other")) {
                awaitReason(client, "a", name, "SecretNotFound");
            }
            awaitReason(client, "b", "same-name-elsewhere", "SecretNotFound");

            var token = secret(client, "a", "shared", Map.of("konghq.com/credential", "konnect"));

            awaitReason(client, "a", "first", "Valid");
            awaitReason(client, "a", "second", "Valid");
            assertThat(reason(client, "a", "other")).contains("SecretNotFound");
            assertThat(reason(client, "b", "same-name-elsewhere")).contains("SecretNotFound");
            assertThat(konnect.requests(Operation.IDENTITY, token)).isEqualTo(1);
        }
    }

    @Test
    void a_secret_without_the_label_is_read_once_asked_for_but_not_used() throws IOException {
        try (var client = client();
                var _ = operator()) {
            var token = secret(client, "a", "konnect", Map.of());
            referring(client, "a", "auth", "konnect");

            awaitReason(client, "a", "auth", "SecretNotLabelled");

            assertThat(konnect.requests(Operation.IDENTITY, token)).isZero();
        }
    }

    @Test
    void only_the_watched_namespaces_and_labels_are_looked_at() throws IOException {
        try (var client = client();
                var _ = operator("--watch-namespaces=a", "--label-selector=team=ours")) {
            resource(client, "b", "elsewhere", Map.of("team", "ours"), "konnect");
            resource(client, "a", "theirs", Map.of("team", "theirs"), "konnect");
            resource(client, "a", "ours", Map.of("team", "ours"), "konnect");

            awaitReason(client, "a", "ours", "SecretNotFound");

            assertThat(reason(client, "a", "theirs")).isEmpty();
            assertThat(reason(client, "b", "elsewhere")).isEmpty();
        }
    }

    @Test
    void a_resource_that_goes_leaves_no_metric_behind() throws IOException {
        try (var client = client();
                var operator = operator()) {
            referring(client, "a", "auth", "konnect");
            awaitReason(client, "a", "auth", "SecretNotFound");
            assertThat(Scene.get(operator, "/metrics"))
                    .contains("konnect_auth_resource_ready{name=\"auth\",namespace=\"a\"} 0.0")
                    .contains("konnect_auth_resources{namespace=\"a\",reason=\"SecretNotFound\"} 1.0");
            assertThat(Scene.get(operator, "/readyz")).isEqualTo("ok\n");

            client.resources(KonnectAPIAuthConfiguration.class)
                    .inNamespace("a")
                    .withName("auth")
                    .delete();

            Awaitility.await()
                    .atMost(Scene.PATIENCE)
                    .until(() -> !Scene.get(operator, "/metrics").contains("name=\"auth\""));
        }
    }

    private KubernetesClient client() {
        return Cluster.connect(server.createClient().getConfiguration(), ApiServer.UNHEARD);
    }

    private RunningOperator operator(String... flags) throws IOException {
        var config = Settings.of(
                List.of(
                        "--revalidation-interval=1h",
                        // The mock server gives no answer at all to a patch whose test fails.
                        "--secret-finalizer=false",
                        "--ca-bundle=" + konnect.writeCa(directory),
                        "--management-port=0"),
                flags);
        var http = Connections.open(
                config.requestTimeout(),
                config.caBundle(),
                config.allowedHosts(),
                Map.of("https_proxy", konnect.proxyUrl()));
        return RunningOperator.start(
                config,
                config.watchNamespaces(),
                client(),
                Optional.empty(),
                http,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Clock.systemUTC(),
                "operator-under-test");
    }

    private static void referring(KubernetesClient client, String namespace, String name, String secret) {
        resource(client, namespace, name, Map.of(), secret);
    }

    private static void resource(
            KubernetesClient client, String namespace, String name, Map<String, String> labels, String secret) {
        var resource = new GenericKubernetesResource();
        resource.setApiVersion("konnect.konghq.com/v1alpha1");
        resource.setKind(KonnectAPIAuthConfiguration.KIND);
        resource.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .build());
        resource.setAdditionalProperty(
                "spec",
                Map.of("type", "secretRef", "secretRef", Map.of("name", secret), "serverURL", "us.api.konghq.com"));
        client.resource(resource).create();
    }

    private String secret(KubernetesClient client, String namespace, String name, Map<String, String> labels) {
        var token = Canary.token();
        konnect.token(token, Scene.ORGANIZATION);
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .withLabels(labels)
                        .endMetadata()
                        .withType("Opaque")
                        .addToData(
                                "token",
                                java.util.Base64.getEncoder()
                                        .encodeToString(token.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                        .build())
                .create();
        return token;
    }

    private static Optional<String> reason(KubernetesClient client, String namespace, String name) {
        return client.resources(KonnectAPIAuthConfiguration.class)
                .inNamespace(namespace)
                .withName(name)
                .require()
                .status()
                .condition(Condition.READY)
                .map(Condition::reason);
    }

    private static void awaitReason(KubernetesClient client, String namespace, String name, String expected) {
        Awaitility.await(namespace + "/" + name)
                .atMost(Scene.PATIENCE)
                .untilAsserted(() -> assertThat(reason(client, namespace, name)).contains(expected));
    }
}
