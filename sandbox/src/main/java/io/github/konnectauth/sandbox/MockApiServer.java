package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** fabric8's mock server: stores what it is sent, and tells watchers. */
final class MockApiServer implements ApiServer {

    private final KubernetesClient client;
    private final Path kubeconfig;

    private MockApiServer(KubernetesClient client, Path kubeconfig) {
        this.client = client;
        this.kubeconfig = kubeconfig;
    }

    static MockApiServer start(WorkDirectory work, Teardown teardown) throws IOException {
        var server = new KubernetesMockServer(
                new Context(),
                new MockWebServer(),
                new HashMap<>(),
                new KubernetesCrudDispatcher(List.of(KonnectKind.context())),
                false);
        server.init(InetAddress.getLoopbackAddress(), 0);
        teardown.add("stop the mock server", server::destroy);
        var yaml = kubeconfig(server.getPort());
        var client = Connection.open(Config.fromKubeconfig(yaml));
        teardown.add("close the client", client::close);
        return new MockApiServer(client, work.write("kubeconfig", yaml));
    }

    private static String kubeconfig(int port) {
        return """
            apiVersion: v1
            kind: Config
            current-context: mock
            clusters: [{name: mock, cluster: {server: "http://127.0.0.1:%d"}}]
            users: [{name: nobody, user: {}}]
            contexts: [{name: mock, context: {cluster: mock, user: nobody, namespace: default}}]
            """.formatted(port);
    }

    @Override
    public String description() {
        return "fabric8's mock server, no real kube-apiserver, at " + Connection.address(client);
    }

    @Override
    public List<String> leavesOut() {
        return List.of(
                "the CRD's schema, its rules and its defaults: it takes any resource, and a new one has no status",
                "columns: the table is made here, from the CRD's columns and the resource",
                "Secrets' stringData: it is sent as data, which a real server makes of it",
                "conflicts between writers of a status, rights, and kubectl, which does not work with it");
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public Optional<Path> kubeconfig() {
        return Optional.of(kubeconfig);
    }

    @Override
    public HasMetadata sendable(HasMetadata document) {
        if (!(document instanceof Secret secret) || secret.getStringData() == null) {
            return document;
        }
        var data = secret.getStringData().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey(),
                        entry -> Base64.getEncoder()
                                .encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8))));
        return new SecretBuilder(secret).addToData(data).withStringData(null).build();
    }
}
