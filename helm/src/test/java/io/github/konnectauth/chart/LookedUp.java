package io.github.konnectauth.chart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cluster that Helm's {@code lookup} sees: whatever a test puts there. Helm as a library finds it by the process's
 * {@code KUBECONFIG}, and would otherwise ask the cluster of whoever runs the tests.
 */
final class LookedUp {

    /** What can be looked up, by API version. */
    private static final Map<String, List<Kind>> KINDS = Map.of(
            "v1",
            List.of(
                    new Kind("Namespace", "namespaces", false),
                    new Kind("Secret", "secrets", true),
                    new Kind("ConfigMap", "configmaps", true)),
            "apps/v1",
            List.of(new Kind("Deployment", "deployments", true)),
            "rbac.authorization.k8s.io/v1",
            List.of(new Kind("Role", "roles", true)),
            "apiextensions.k8s.io/v1",
            List.of(new Kind("CustomResourceDefinition", "customresourcedefinitions", false)));

    private static final LookedUp ONE = new LookedUp();

    private List<GenericKubernetesResource> objects = List.of();

    private record Kind(String name, String plural, boolean namespaced) {
        Map<String, Object> described() {
            return Map.of("kind", name, "name", plural, "namespaced", namespaced, "verbs", Set.of("get", "list"));
        }
    }

    private LookedUp() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.start();
            var kubeconfig = Path.of(Optional.ofNullable(System.getenv("KUBECONFIG"))
                    .filter(file -> file.contains("no-cluster"))
                    .orElseThrow(() -> new IllegalStateException(
                            "KUBECONFIG has to be helm/target/no-cluster/kubeconfig, as the build sets it")));
            Files.createDirectories(kubeconfig.resolveSibling("."));
            Files.writeString(kubeconfig, """
                apiVersion: v1
                kind: Config
                current-context: none
                clusters: [{name: none, cluster: {server: "http://127.0.0.1:%d"}}]
                contexts: [{name: none, context: {cluster: none}}]
                """.formatted(server.getAddress().getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on these objects can be looked up, and no others. */
    static void only(List<? extends HasMetadata> objects) {
        ONE.objects = objects.stream()
                .map(object -> Serialization.unmarshal(Serialization.asYaml(object), GenericKubernetesResource.class))
                .toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var found = KINDS.entrySet().stream()
                    .flatMap(kinds -> answer(path, kinds.getKey(), kinds.getValue()).stream())
                    .findFirst();
            var body = Serialization.asJson(found.orElse(Map.of(
                            "kind",
                            "Status",
                            "apiVersion",
                            "v1",
                            "status",
                            "Failure",
                            "reason",
                            "NotFound",
                            "code",
                            404)))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(found.isPresent() ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Optional<Object> answer(String path, String version, List<Kind> kinds) {
        var root = (version.contains("/") ? "/apis/" : "/api/") + version;
        if (path.equals(root)) {
            return Optional.of(Map.of(
                    "kind",
                    "APIResourceList",
                    "apiVersion",
                    "v1",
                    "groupVersion",
                    version,
                    "resources",
                    kinds.stream().map(Kind::described).toList()));
        }
        return kinds.stream()
                .flatMap(kind -> answer(path, root, version, kind).stream())
                .findFirst();
    }

    private Optional<Object> answer(String path, String root, String version, Kind kind) {
        var those = objects.stream()
                .filter(object -> object.getApiVersion().equals(version)
                        && object.getKind().equals(kind.name()))
                .toList();
        if (path.equals(root + "/" + kind.plural())) {
            return Optional.of(list(version, kind, those));
        }
        if (path.startsWith(root + "/namespaces/") && path.endsWith("/" + kind.plural())) {
            var namespace = path.split("/", -1)[path.split("/", -1).length - 2];
            return Optional.of(list(
                    version,
                    kind,
                    those.stream()
                            .filter(object ->
                                    namespace.equals(object.getMetadata().getNamespace()))
                            .toList()));
        }
        return those.stream()
                .filter(object -> path.equals(place(root, kind, object)))
                .<Object>map(object -> object)
                .findFirst();
    }

    private static Object list(String version, Kind kind, List<GenericKubernetesResource> items) {
        return Map.of("kind", kind.name() + "List", "apiVersion", version, "metadata", Map.of(), "items", items);
    }

    private static String place(String root, Kind kind, GenericKubernetesResource object) {
        var namespace =
                kind.namespaced() ? "/namespaces/" + object.getMetadata().getNamespace() : "";
        return root + namespace + "/" + kind.plural() + "/"
                + object.getMetadata().getName();
    }
}
