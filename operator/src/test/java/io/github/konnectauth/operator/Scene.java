package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.konnect.Connections;
import io.github.konnectauth.simulator.KonnectSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import org.awaitility.Awaitility;

/**
 * One test's world: a namespace of its own on a real API server, a Konnect of its own, and operators that look at this
 * namespace. Closing it checks that no token has got into a status, an Event or a metric; {@link CanaryWatch} looks elsewhere.
 */
public final class Scene implements AutoCloseable {

    public static final String ORGANIZATION = "5ca26716-02f7-4430-9117-1d1a7a2695e7";
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final ApiServer server;
    private final String namespace;
    private final KonnectSimulator konnect = KonnectSimulator.start();
    private final Path directory;
    private final List<RunningOperator> operators = new ArrayList<>();
    private final List<KubernetesClient> clients = new ArrayList<>();

    private Scene(ApiServer server, String namespace) {
        this.server = server;
        this.namespace = namespace;
        konnect.organization(ORGANIZATION, "Example");
        try {
            directory = Files.createTempDirectory("scene");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    public static Scene on(ApiServer.Crd crd) {
        return on(ApiServer.with(crd));
    }

    static Scene on(ApiServer server) {
        return new Scene(server, "scene-" + COUNT.incrementAndGet());
    }

    public KubernetesClient client() {
        return server.client();
    }

    public ApiServer server() {
        return server;
    }

    public String namespace() {
        return namespace;
    }

    public KonnectSimulator konnect() {
        return konnect;
    }

    /** A token that Konnect knows. */
    public String token() {
        var token = Canary.token();
        konnect.token(token, ORGANIZATION);
        return token;
    }

    /**
     * Starts an operator that looks at this namespace, and in which timers play no part.
     *
     * @param flags that say otherwise
     */
    public RunningOperator operator(String... flags) {
        return operator(config(flags), server.kubeconfig());
    }

    public OperatorConfig config(String... flags) {
        return Settings.of(
                List.of(
                        "--watch-namespaces=" + namespace,
                        "--revalidation-interval=1h",
                        "--allowed-hosts=*.api.konghq.com,localhost:" + konnect.port(),
                        "--ca-bundle=" + konnect.writeCa(directory),
                        "--management-port=0"),
                flags);
    }

    /** Starts an operator that uses the cluster as this kubeconfig says. */
    public RunningOperator operator(OperatorConfig config, String kubeconfig) {
        return operator(config, kubeconfig, ApiServer.UNHEARD);
    }

    /** Starts an operator whose requests to the API server go through this. */
    RunningOperator operator(OperatorConfig config, String kubeconfig, Interceptor faults) {
        var http = Connections.open(
                config.requestTimeout(),
                config.caBundle(),
                config.allowedHosts(),
                Map.of("HTTPS_PROXY", konnect.proxyUrl()));
        return operator(new OperatorStart(config, kubeconfig, faults, http, Clock.systemUTC()));
    }

    /** Starts an operator in a way of its own. */
    RunningOperator operator(OperatorStart start) {
        var operator = start.run(clients::add);
        operators.add(operator);
        return operator;
    }

    public void stop(RunningOperator operator) {
        operators.remove(operator);
        try (operator) {
            Canary.assertAbsent("the metrics", metrics(operator));
        }
    }

    /** A resource with an inline token. */
    public void inline(String name, String token) {
        inline(name, token, "us.api.konghq.com");
    }

    public void inline(String name, String token, String serverUrl) {
        resource(name, Map.of("type", "token", "token", token, "serverURL", serverUrl));
    }

    /** A resource that names a Secret in its own namespace. */
    public void referring(String name, String secret) {
        referring(name, secret, "us.api.konghq.com");
    }

    void referring(String name, String secret, String serverUrl) {
        resource(name, Map.of("type", "secretRef", "secretRef", Map.of("name", secret), "serverURL", serverUrl));
    }

    /** A resource with any spec whatsoever. */
    public void resource(String name, Object spec) {
        resource(namespace, name, spec);
    }

    /** One in a namespace beside this one. */
    void resource(String namespace, String name, Object spec) {
        var resource = new GenericKubernetesResource();
        resource.setApiVersion("konnect.konghq.com/v1alpha1");
        resource.setKind(KonnectAPIAuthConfiguration.KIND);
        resource.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .build());
        resource.setAdditionalProperty("spec", spec);
        client().resource(resource).create();
    }

    /** The resource as anybody else sees it. */
    public RawResource raw(String name) {
        return new RawResource(
                client().genericKubernetesResources("konnect.konghq.com/v1alpha1", KonnectAPIAuthConfiguration.KIND)
                        .inNamespace(namespace)
                        .withName(name));
    }

    /** A labelled Secret that holds a token. */
    public Secret secret(String name, String token) {
        return store(secretOf(name, token).build());
    }

    public SecretBuilder secretOf(String name, String token) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels("konghq.com/credential", "konnect")
                .endMetadata()
                .withType("Opaque")
                .addToStringData("token", token);
    }

    public Secret store(Secret secret) {
        return client().resource(secret).createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
    }

    public Resource<Secret> secret(String name) {
        return client().secrets().inNamespace(namespace).withName(name);
    }

    public KonnectAPIAuthConfiguration read(String name) {
        return client().resources(KonnectAPIAuthConfiguration.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    public KonnectAPIAuthConfigurationStatus status(String name) {
        return read(name).status();
    }

    /** Waits until the resource is {@code Ready} or not for this reason, in its present generation. */
    public KonnectAPIAuthConfigurationStatus awaitReason(String name, String reason) {
        return await(
                name,
                resource -> resource.status()
                        .condition(Condition.READY)
                        .filter(ready -> ready.reason().equals(reason))
                        .filter(ready -> Long.valueOf(resource.generation()).equals(ready.observedGeneration()))
                        .isPresent());
    }

    public KonnectAPIAuthConfigurationStatus await(String name, Predicate<KonnectAPIAuthConfiguration> expected) {
        return Awaitility.await("for " + name + " in " + namespace)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> read(name), expected)
                .status();
    }

    /** Waits until Konnect has been asked this many times about the token. */
    public void awaitChecks(String token, long count) {
        Awaitility.await("for " + count + " checks")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> checks(token) >= count);
    }

    public long checks(String token) {
        return konnect.requests(io.github.konnectauth.simulator.Operation.IDENTITY, token);
    }

    String metrics(RunningOperator operator) {
        return get(operator, "/metrics");
    }

    public static String get(RunningOperator operator, String path) {
        return Page.read(operator.managementPort(), path);
    }

    @Override
    public void close() {
        try {
            List.copyOf(operators).forEach(this::stop);
            ours(client().genericKubernetesResources("konnect.konghq.com/v1alpha1", KonnectAPIAuthConfiguration.KIND)
                            .inAnyNamespace()
                            .list())
                    .forEach(resource -> Canary.assertAbsent(
                            "a status",
                            Serialization.asJson(
                                    resource.getAdditionalProperties().get("status"))));
            ours(client().v1().events().inAnyNamespace().list())
                    .forEach(event -> Canary.assertAbsent("an Event", Serialization.asJson(event)));
        } finally {
            clients.forEach(KubernetesClient::close);
            konnect.close();
        }
        assertThat(operators).isEmpty();
    }

    /** Those in this namespace, and in those that a test has made beside it. */
    private <T extends HasMetadata> Stream<T> ours(KubernetesResourceList<T> all) {
        return all.getItems().stream()
                .filter(object -> object.getMetadata().getNamespace().startsWith(namespace));
    }
}
