package io.github.konnectauth.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.awaitility.Awaitility;

/** Kong's other kinds on an API server: grants, and what names our resources. */
public record KongKindsInstalled(KubernetesClient client) {

    private static final Path GRANTS = Path.of("../operator/src/test/resources/kong/kongreferencegrants.yaml");
    private static final String KONNECT = "konnect.konghq.com";

    /** A kind that names our resources. */
    public enum Referring {
        KONNECT_GATEWAY_CONTROL_PLANE("KonnectGatewayControlPlane", "v1alpha1", "v1alpha2"),
        KONNECT_CLOUD_GATEWAY_NETWORK("KonnectCloudGatewayNetwork", "v1alpha1", "v1alpha1"),
        KONNECT_EVENT_GATEWAY("KonnectEventGateway", "v1alpha1", "v1alpha1"),
        KONNECT_AI_GATEWAY("KonnectAIGateway", "v1alpha1", "v1alpha1"),
        PORTAL("Portal", "v1alpha1", "v1alpha1"),
        KONNECT_EXTENSION("KonnectExtension", "v1alpha2", "v1alpha2");

        private final String kind;
        private final String oldest;
        private final String newest;

        Referring(String kind, String oldest, String newest) {
            this.kind = kind;
            this.oldest = oldest;
            this.newest = newest;
        }

        private String plural() {
            return kind.toLowerCase(Locale.ROOT) + "s";
        }

        private String part() {
            return this == KONNECT_EXTENSION ? "status" : "spec";
        }
    }

    /** The CRD of grants. */
    public KongKindsInstalled withGrants() {
        try (var file = Files.newInputStream(GRANTS)) {
            install((CustomResourceDefinition) client.load(file).items().getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The CRDs of these kinds, as lenient as can be. */
    public KongKindsInstalled with(Referring... kinds) {
        for (var each : kinds) {
            var crd = new CustomResourceDefinitionBuilder()
                    .withNewMetadata()
                    .withName(each.plural() + "." + KONNECT)
                    .endMetadata()
                    .withNewSpec()
                    .withGroup(KONNECT)
                    .withScope("Namespaced")
                    .withNewNames()
                    .withKind(each.kind)
                    .withPlural(each.plural())
                    .endNames();
            for (var version : new TreeSet<>(List.of(each.oldest, each.newest))) {
                crd = crd.addNewVersion()
                        .withName(version)
                        .withServed(true)
                        .withStorage(version.equals(each.newest))
                        .withNewSchema()
                        .withNewOpenAPIV3Schema()
                        .withType("object")
                        .withXKubernetesPreserveUnknownFields(true)
                        .endOpenAPIV3Schema()
                        .endSchema()
                        .endVersion();
            }
            install(crd.endSpec().build());
        }
        return this;
    }

    private void install(CustomResourceDefinition crd) {
        client.resource(crd).serverSideApply();
        var version = crd.getSpec().getVersions().getLast().getName();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> client.getApiResources(crd.getSpec().getGroup() + "/" + version),
                        known -> known != null
                                && known.getResources().stream()
                                        .anyMatch(kind -> kind.getName()
                                                .equals(crd.getSpec().getNames().getPlural())));
    }

    /** Beside the Secrets of this namespace: lets resources of the other one name this Secret, or any. */
    public Resource<GenericKubernetesResource> grant(String namespace, String from, String... secret) {
        return grantOf(namespace, from, "KonnectAPIAuthConfiguration", "core", "Secret", secret);
    }

    /** Lets objects of a kind in another namespace name objects in this one. */
    public Resource<GenericKubernetesResource> grantOf(
            String namespace, String from, String fromKind, String toGroup, String toKind, String... name) {
        var to = new HashMap<String, Object>(Map.of("group", toGroup, "kind", toKind));
        if (name.length > 0) {
            to.put("name", name[0]);
        }
        var grant = object("configuration.konghq.com/v1alpha1", "KongReferenceGrant", namespace, "grant-to-" + from);
        grant.setAdditionalProperty(
                "spec",
                Map.of(
                        "from",
                        List.of(Map.of("group", KONNECT, "kind", fromKind, "namespace", from)),
                        "to",
                        List.of(to)));
        return stored(grant);
    }

    /** An object of this kind that names a resource. */
    public Resource<GenericKubernetesResource> referrer(
            Referring kind, String namespace, String name, Map<String, String> authRef) {
        var object = object(KONNECT + "/" + kind.oldest, kind.kind, namespace, name);
        object.setAdditionalProperty(kind.part(), Map.of("konnect", Map.of("authRef", authRef)));
        return stored(object);
    }

    private Resource<GenericKubernetesResource> stored(GenericKubernetesResource object) {
        var resource = client.resource(object);
        resource.createOr(NonDeletingOperation::update);
        return resource;
    }

    private static GenericKubernetesResource object(String version, String kind, String namespace, String name) {
        var object = new GenericKubernetesResource();
        object.setApiVersion(version);
        object.setKind(kind);
        object.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        return object;
    }

    /** A namespace beside that of a test. */
    public String namespace(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return name;
    }
}
