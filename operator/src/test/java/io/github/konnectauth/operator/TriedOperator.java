package io.github.konnectauth.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.cluster.ApiServerTrouble;
import io.github.konnectauth.operator.cluster.Cluster;
import io.github.konnectauth.operator.konnect.Connections;
import io.github.konnectauth.simulator.Fault;
import io.github.konnectauth.simulator.KonnectSimulator;
import io.github.konnectauth.simulator.Operation;
import io.github.konnectauth.simulator.OrganizationState;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** An operator on a mock API server, and all that can happen to it. */
final class TriedOperator implements AutoCloseable {

    private static final String NAMESPACE = "a";
    private static final String FORBIDDEN_SECRET = "forbidden";

    private final KubernetesMockServer server =
            new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), new OneForbidden(), false);
    private final KonnectSimulator konnect = KonnectSimulator.start();

    /** Its certificate is nobody's. */
    private final KonnectSimulator stranger = KonnectSimulator.start();

    private final KubernetesClient client;
    private final RunningOperator operator;

    /** @param directory for files */
    TriedOperator(Path directory) throws IOException {
        server.init();
        konnect.organization(Scene.ORGANIZATION, "Example");
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        client = Cluster.connect(server.createClient().getConfiguration(), new ApiServerTrouble(meters));
        var config = Settings.of(List.of(
                "--allowed-hosts=*.api.konghq.com,localhost:" + stranger.port(),
                "--ca-bundle=" + konnect.writeCa(directory),
                "--warn-inline-tokens",
                "--management-port=0"));
        var http = Connections.open(
                config.requestTimeout(),
                config.caBundle(),
                config.allowedHosts(),
                Map.of("https_proxy", konnect.proxyUrl(), "no_proxy", "localhost"));
        operator = RunningOperator.start(
                config,
                config.watchNamespaces(),
                client,
                Optional.empty(),
                http,
                meters,
                Clock.systemUTC(),
                "operator-under-test");
    }

    /** Returns when it has shown. */
    void goThroughEverything() {
        resource("valid", "us.api.konghq.com", Map.of("type", "token", "token", token()));
        inline("nowhere", token(), "nowhere.api.konghq.com");
        inline("stranger", token(), "https://localhost:" + stranger.port());
        inline("trimmed", " " + token(), "us.api.konghq.com");
        struck("forbidden", Fault.Kind.FORBIDDEN);
        struck("strange", Fault.Kind.GARBAGE);
        struck("failing", Fault.Kind.SERVER_ERROR);
        var revoked = token();
        konnect.revoke(revoked);
        inline("revoked", revoked, "us.api.konghq.com");
        resource(
                "unread",
                "us.api.konghq.com",
                Map.of("type", "secretRef", "secretRef", Map.of("name", FORBIDDEN_SECRET)));
        awaitOnPage(
                "outcome=\"accepted\"",
                "outcome=\"rejected\"",
                "outcome=\"forbidden\"",
                "outcome=\"unexpected\"",
                "outcome=\"unreachable\"",
                "outcome=\"untrusted\"",
                "operation=\"regions\"",
                "konnect_auth_denied_requests_total{");

        konnect.organizationState(Scene.ORGANIZATION, OrganizationState.DELETING);
        inline("closing", token(), "us.api.konghq.com");
        awaitEvents("Valid", "TokenRejected", "TokenTrimmed", "InlineToken", "OrganizationNotActive");

        // Last, because it concerns the host and not only this token.
        struck("throttled", Fault.Kind.RATE_LIMITED);
        awaitOnPage("outcome=\"throttled\"");
    }

    private String token() {
        var token = Canary.token();
        konnect.token(token, Scene.ORGANIZATION);
        return token;
    }

    private void struck(String name, Fault.Kind kind) {
        var token = token();
        konnect.fault(Fault.of(kind).on(Operation.IDENTITY).forToken(token));
        inline(name, token, "us.api.konghq.com");
    }

    private void inline(String name, String token, String server) {
        resource(name, server, Map.of("type", "token", "token", token));
    }

    private void resource(String name, String server, Map<String, Object> source) {
        var spec = new HashMap<>(source);
        spec.put("serverURL", server);
        var resource = new GenericKubernetesResource();
        resource.setApiVersion("konnect.konghq.com/v1alpha1");
        resource.setKind(KonnectAPIAuthConfiguration.KIND);
        resource.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
        resource.setAdditionalProperty("spec", spec);
        client.resource(resource).create();
    }

    private void awaitOnPage(String... texts) {
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .untilAsserted(() ->
                        org.assertj.core.api.Assertions.assertThat(metrics()).contains(texts));
    }

    private void awaitEvents(String... reasons) {
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .untilAsserted(() ->
                        org.assertj.core.api.Assertions.assertThat(events()).contains(reasons));
    }

    /** What it shows now. */
    String metrics() {
        return Scene.get(operator, "/metrics");
    }

    /** The reasons of the Events that it has written. */
    Set<String> events() {
        return client.events().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                .map(event -> event.getReason())
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        operator.close();
        client.close();
        server.destroy();
        konnect.close();
        stranger.close();
    }

    /** An API server that lets nobody read one Secret. */
    private static final class OneForbidden extends KubernetesCrudDispatcher {
        @Override
        public MockResponse dispatch(RecordedRequest request) {
            return request.getPath().contains("/secrets/" + FORBIDDEN_SECRET)
                    ? new MockResponse().setResponseCode(403).setBody("""
                            {"message": "secrets is forbidden: User \\"u\\" cannot get resource \\"secrets\\" in API group"}""")
                    : super.dispatch(request);
        }
    }
}
