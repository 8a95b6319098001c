package io.github.konnectauth.operator.kong;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of Kong that name a {@code KonnectAPIAuthConfiguration}, and hold it in use: the six that Kong Operator counts.
 *
 * @param part of the object in which the name is, under {@code konnect.authRef}
 */
record AuthReference(OptionalKind kind, String part) {

    private static final String CONTROL_PLANE = "KonnectGatewayControlPlane";
    private static final String EXTENSION = "KonnectExtension";

    static final List<AuthReference> ALL = List.of(
            in("spec", CONTROL_PLANE, "konnectgatewaycontrolplanes"),
            in("spec", "KonnectCloudGatewayNetwork", "konnectcloudgatewaynetworks"),
            in("spec", "KonnectEventGateway", "konnecteventgateways"),
            in("spec", "KonnectAIGateway", "konnectaigateways"),
            in("spec", "Portal", "portals"),
            // Its own spec names a control plane; Kong Operator writes down whose account that uses.
            in("status", EXTENSION, "konnectextensions"));

    private static AuthReference in(String part, String kind, String plural) {
        return new AuthReference(new OptionalKind(KonnectAPIAuthConfiguration.GROUP, kind, plural), part);
    }

    /** The resource that this object names; empty when it names none. */
    Optional<Reference> of(GenericKubernetesResource object) {
        return object.get(part, "konnect", "authRef") instanceof Map<?, ?> ref
                        && ref.get("name") instanceof String name
                        && !name.isEmpty()
                ? Optional.of(reference(object.getMetadata().getNamespace(), ref.get("namespace"), name))
                : Optional.empty();
    }

    private Reference reference(String own, @Nullable Object namespace, String name) {
        var target = namespace instanceof String text && !text.isEmpty() ? text : own;
        return new Reference(kind.group(), kind.kind(), own, Reference.Target.configuration(target, name));
    }

    /** The references of which one has to be permitted: what an extension may name, its control plane may name for it. */
    static Stream<Reference> standingFor(Reference reference) {
        return reference.kind().equals(EXTENSION)
                ? Stream.of(
                        reference,
                        new Reference(reference.group(), CONTROL_PLANE, reference.namespace(), reference.target()))
                : Stream.of(reference);
    }

    /** As much of the object as is needed here: these kinds can be large, and many. */
    GenericKubernetesResource pruned(GenericKubernetesResource object) {
        var kept = new GenericKubernetesResource();
        kept.setApiVersion(object.getApiVersion());
        kept.setKind(object.getKind());
        kept.setMetadata(new ObjectMetaBuilder()
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .withUid(object.getMetadata().getUid())
                .withResourceVersion(object.getMetadata().getResourceVersion())
                .build());
        if (object.get(part, "konnect", "authRef") instanceof Map<?, ?> ref) {
            kept.setAdditionalProperty(part, Map.of("konnect", Map.of("authRef", ref)));
        }
        return kept;
    }
}
