package io.github.konnectauth.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.simulator.KonnectSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The operator's first day, for the JVM to learn from: a process of the operator watches a mock API server, asks the
 * Konnect simulator, and is stopped. Every step is waited for, so that each run loads the same classes.
 */
final class TrainingRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ORGANIZATION = "6f1e9a0c-3a4b-4a5e-9d5f-0c7a1b2d3e4f";
    private static final String NAMESPACE = "training";
    private static final int TERMINATED = 143;

    private final Path directory;
    private final Path log;
    private final KonnectSimulator konnect = KonnectSimulator.start();
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(List.of(kind())), false);
    private final HttpClient http = HttpClient.newHttpClient();

    private TrainingRun(Path directory) {
        this.directory = directory;
        this.log = directory.resolve("training.log");
    }

    /**
     * Runs the operator and all that it is trained with.
     *
     * @param directory for the kubeconfig, the certificate and the operator's lines; exists
     * @param program the command that starts the operator, without arguments for {@code run}
     * @throws IllegalStateException if the operator does not do its work; the message ends with what it wrote
     */
    static void of(Path directory, List<String> program) throws IOException, InterruptedException {
        try (var run = new TrainingRun(directory)) {
            run.train(program);
        }
    }

    private void train(List<String> program) throws IOException, InterruptedException {
        server.init(InetAddress.getLoopbackAddress(), 0);
        konnect.organization(ORGANIZATION, "Training");
        var operator = start(program);
        try (var client = client()) {
            drive(client, port(operator));
            operator.destroy();
            if (!operator.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("it did not stop within " + PATIENCE.toSeconds() + " s");
            }
            if (operator.exitValue() != TERMINATED) {
                throw new IllegalStateException("it ended with " + operator.exitValue());
            }
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The training run failed: " + e.getMessage() + "\nThe operator wrote:\n" + Files.readString(log),
                    e);
        } finally {
            operator.destroyForcibly().waitFor();
        }
    }

    private void drive(KubernetesClient client, int port) throws IOException, InterruptedException {
        secret(client, "konnect", known("kpat_training1"));
        resource(client, "from-a-secret", reference("konnect"));
        awaitReason(client, "from-a-secret", "Valid");
        resource(client, "inline", inline(known("spat_training2")));
        awaitReason(client, "inline", "Valid");
        resource(client, "unknown-token", inline("kpat_training3"));
        awaitReason(client, "unknown-token", "TokenRejected");
        resource(client, "no-secret", reference("absent"));
        awaitReason(client, "no-secret", "SecretNotFound");
        secret(client, "absent", known("kpat_training4"));
        awaitReason(client, "no-secret", "Valid");
        konnect.revoke("spat_training2");
        handle(client, "inline").edit(resource -> {
            resource.getMetadata().setAnnotations(Map.of("konnect.konghq.com/check-requested-at", "now"));
            return resource;
        });
        awaitReason(client, "inline", "TokenRejected");
        handle(client, "inline").delete();
        Awaitility.await("for the metrics to forget what is deleted")
                .atMost(PATIENCE)
                .until(() -> !get(port, "/metrics").contains("name=\"inline\""));
        for (var path : List.of("/livez", "/readyz", "/metrics")) {
            get(port, path);
        }
    }

    private Process start(List<String> program) throws IOException {
        var builder = new ProcessBuilder(new ArrayList<>(program))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(directory.toFile());
        builder.command().addAll(List.of("run", "--management-port", "0"));
        builder.command()
                .addAll(List.of("--ca-bundle", konnect.writeCa(directory).toString()));
        // As in a pod.
        builder.command().addAll(List.of("--leader-election=true", "--lease-namespace", NAMESPACE));
        builder.environment().clear();
        builder.environment()
                .putAll(PodAccount.of(
                        URI.create("http://127.0.0.1:" + server.getPort()), konnect.writeCa(directory), token()));
        builder.environment().put("HTTPS_PROXY", konnect.proxyUrl());
        return builder.start();
    }

    private int port(Process operator) {
        return Awaitility.await("for the operator to be ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            if (!operator.isAlive()) {
                                throw new IllegalStateException("it ended before it was ready");
                            }
                            return announcedPort();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Integer> announcedPort() throws IOException {
        var json = new ObjectMapper();
        for (var line : Files.readAllLines(log)) {
            if (line.contains("\"managementPort\"")) {
                return Optional.of(json.readTree(line))
                        .map(tree -> tree.path("managementPort"))
                        .map(JsonNode::asInt);
            }
        }
        return Optional.empty();
    }

    private String get(int port, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    private KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getPort())
                        .withNamespace(NAMESPACE)
                        .build())
                .build();
    }

    private Path token() throws IOException {
        return Files.writeString(directory.resolve("token"), "none");
    }

    private String known(String token) {
        konnect.token(token, ORGANIZATION);
        return token;
    }

    private static Map<String, Object> inline(String token) {
        return Map.of("type", "token", "token", token, "serverURL", "us.api.konghq.com");
    }

    private static Map<String, Object> reference(String secret) {
        return Map.of("type", "secretRef", "secretRef", Map.of("name", secret), "serverURL", "eu.api.konghq.com");
    }

    private static void secret(KubernetesClient client, String name, String token) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(NAMESPACE)
                        .addToLabels("konghq.com/credential", "konnect")
                        .endMetadata()
                        .withType("Opaque")
                        .addToData("token", Base64.getEncoder().encodeToString(token.getBytes(UTF_8)))
                        .build())
                .create();
    }

    private static void resource(KubernetesClient client, String name, Map<String, Object> spec) {
        var resource = new GenericKubernetesResource();
        resource.setApiVersion(KonnectAPIAuthConfiguration.GROUP + "/" + KonnectAPIAuthConfiguration.VERSION);
        resource.setKind(KonnectAPIAuthConfiguration.KIND);
        resource.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
        resource.setAdditionalProperty("spec", spec);
        client.resource(resource).create();
    }

    private static Resource<GenericKubernetesResource> handle(KubernetesClient client, String name) {
        return client.genericKubernetesResources(kind()).inNamespace(NAMESPACE).withName(name);
    }

    private static void awaitReason(KubernetesClient client, String name, String reason) {
        Awaitility.await("for " + name + " to be " + reason)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> String.valueOf(handle(client, name)
                                .require()
                                .getAdditionalProperties()
                                .get("status"))
                        .contains("reason=" + reason + ","));
    }

    private static CustomResourceDefinitionContext kind() {
        return new CustomResourceDefinitionContext.Builder()
                .withGroup(KonnectAPIAuthConfiguration.GROUP)
                .withVersion(KonnectAPIAuthConfiguration.VERSION)
                .withKind(KonnectAPIAuthConfiguration.KIND)
                .withPlural(KonnectAPIAuthConfiguration.PLURAL)
                .withName(KonnectAPIAuthConfiguration.PLURAL + "." + KonnectAPIAuthConfiguration.GROUP)
                .withScope("Namespaced")
                .withStatusSubresource(true)
                .build();
    }

    @Override
    public void close() {
        http.close();
        server.destroy();
        konnect.close();
    }
}
