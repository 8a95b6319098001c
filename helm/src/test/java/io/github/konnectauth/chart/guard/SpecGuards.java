package io.github.konnectauth.chart.guard;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.chart.Chart;
import io.github.konnectauth.chart.Rendered;
import io.github.konnectauth.operator.Scene;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** The policies on resources as the chart renders them, on a real API server, until they are closed. */
final class SpecGuards implements AutoCloseable {

    private static final String POLICY = "ValidatingAdmissionPolicy '";
    private static final List<String> KINDS = List.of("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding");

    private final KubernetesClient client;
    private final Rendered rendered;
    private final GenericKubernetesResource refused;

    /**
     * Installs them, and returns when they are in force.
     *
     * @param refused a spec that they refuse in the namespace of the scene
     */
    SpecGuards(Scene scene, String values, Map<String, ?> refused) {
        client = scene.client();
        rendered = Chart.render(values);
        this.refused = resource(scene, "probe", refused);
        KINDS.forEach(kind ->
                rendered.all(kind).forEach(object -> client.resource(object).serverSideApply()));
        try {
            Awaitility.await("for the policy to be in force")
                    .atMost(Duration.ofSeconds(60))
                    .until(this::areInForce);
        } catch (RuntimeException e) {
            // Nobody else would take them away, and other tests use the same API server.
            close();
            throw e;
        }
    }

    /** Gives the namespace of the scene these labels. */
    static void label(Scene scene, Map<String, String> labels) {
        scene.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(scene.namespace())
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .createOr(NonDeletingOperation::update);
    }

    private boolean areInForce() {
        try {
            return warnings(client, refused).stream().anyMatch(warning -> warning.contains(POLICY));
        } catch (KubernetesClientException e) {
            return e.getMessage().contains(POLICY);
        }
    }

    static GenericKubernetesResource resource(Scene scene, String name, Map<String, ?> spec) {
        var resource = new GenericKubernetesResource();
        resource.setApiVersion("konnect.konghq.com/v1alpha1");
        resource.setKind(KonnectAPIAuthConfiguration.KIND);
        resource.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                .withName(name)
                .withNamespace(scene.namespace())
                .build());
        resource.setAdditionalProperty("spec", spec);
        return resource;
    }

    static Map<String, Object> inline(String token) {
        return Map.of("type", "token", "token", token, "serverURL", "us.api.konghq.com");
    }

    static Map<String, Object> referring(String serverUrl) {
        return Map.of("type", "secretRef", "secretRef", Map.of("name", "a"), "serverURL", serverUrl);
    }

    static Resource<GenericKubernetesResource> stored(Scene scene, String name) {
        return scene.client()
                .genericKubernetesResources("konnect.konghq.com/v1alpha1", KonnectAPIAuthConfiguration.KIND)
                .inNamespace(scene.namespace())
                .withName(name);
    }

    /** Changes a stored resource, again if somebody else was faster. */
    static void change(Scene scene, String name, Consumer<GenericKubernetesResource> change) {
        Awaitility.await("for nobody to be faster")
                .ignoreExceptionsMatching(e -> e instanceof KubernetesClientException conflict
                        && conflict.getCode() == HttpURLConnection.HTTP_CONFLICT)
                .until(() -> {
                    stored(scene, name).edit(resource -> {
                        change.accept(resource);
                        return resource;
                    });
                    return true;
                });
    }

    /** Changes the stored spec. */
    static void changeSpec(Scene scene, String name, Map<String, ?> spec) {
        change(scene, name, resource -> resource.setAdditionalProperty("spec", spec));
    }

    /** What the API server warns of when it lets a new resource in, which it does not store. */
    static List<String> warnings(Scene scene, Map<String, ?> spec) {
        return warnings(scene.client(), resource(scene, "warned", spec));
    }

    private static List<String> warnings(KubernetesClient client, GenericKubernetesResource resource) {
        var http = client.getHttpClient();
        var path = "apis/konnect.konghq.com/v1alpha1/namespaces/"
                + resource.getMetadata().getNamespace() + "/konnectapiauthconfigurations?dryRun=All";
        var request = http.newHttpRequestBuilder()
                .uri(URI.create(client.getMasterUrl() + path))
                .post("application/json", Serialization.asJson(resource))
                .build();
        var answer = http.sendAsync(request, String.class).join();
        if (answer.code() != HttpURLConnection.HTTP_CREATED) {
            throw new KubernetesClientException(answer.body());
        }
        return answer.headers("Warning");
    }

    @Override
    public void close() {
        KINDS.reversed()
                .forEach(kind -> rendered.all(kind)
                        .forEach(object -> client.resource(object).delete()));
        Awaitility.await("for the policy to be in force no longer")
                .atMost(Duration.ofSeconds(60))
                .until(() -> !areInForce());
    }
}
