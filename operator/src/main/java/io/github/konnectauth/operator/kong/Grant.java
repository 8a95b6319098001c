package io.github.konnectauth.operator.kong;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a {@code KongReferenceGrant} permits: objects {@code from} other namespaces may name objects {@code to} which it lies
 * beside. All texts match exactly. What cannot be read permits nothing.
 *
 * @param namespace the grant's own
 */
record Grant(String namespace, Set<From> from, Set<To> to) {

    /** As Kong's CRD writes the core group. */
    private static final String CORE = "core";

    record From(String group, String kind, String namespace) {}

    /** @param name empty for any */
    record To(String group, String kind, Optional<String> name) {}

    static Grant of(GenericKubernetesResource resource) {
        return new Grant(
                resource.getMetadata().getNamespace(),
                entries(resource, "from")
                        .map(entry -> new From(group(entry), text(entry, "kind"), text(entry, "namespace")))
                        .collect(Collectors.toUnmodifiableSet()),
                entries(resource, "to")
                        .filter(entry -> !entry.containsKey("name") || entry.get("name") instanceof String)
                        .map(entry -> new To(
                                group(entry),
                                text(entry, "kind"),
                                Optional.ofNullable(entry.get("name")).map(String::valueOf)))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    boolean permits(Reference reference) {
        return from.contains(new From(reference.group(), reference.kind(), reference.namespace()))
                && isAbout(reference.target());
    }

    /** Whether it lets anybody name this object. */
    boolean isAbout(Reference.Target target) {
        return namespace.equals(target.namespace())
                && (to.contains(new To(target.group(), target.kind(), Optional.empty()))
                        || to.contains(new To(target.group(), target.kind(), Optional.of(target.name()))));
    }

    private static Stream<Map<?, ?>> entries(GenericKubernetesResource resource, String list) {
        return resource.get("spec", list) instanceof List<?> entries
                ? entries.stream().filter(Map.class::isInstance).map(entry -> (Map<?, ?>) entry)
                : Stream.of();
    }

    // No kind and no namespace has this name, so that what is absent matches nothing.
    private static String text(Map<?, ?> entry, String key) {
        return entry.get(key) instanceof String text ? text : "?";
    }

    private static String group(Map<?, ?> entry) {
        var group = text(entry, "group");
        return group.equals(CORE) ? "" : group;
    }
}
