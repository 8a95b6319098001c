package io.github.konnectauth.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.api.TokenSource;
import io.github.konnectauth.operator.kong.Pages;
import io.github.konnectauth.operator.kong.Reference;
import io.github.konnectauth.operator.kong.Reference.Target;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which resources name a Secret, from an index over the cached ones. */
final class Referrers {

    private static final String BY_SECRET = "secret";
    private static final String BY_FOREIGN_NAMESPACE = "foreign-namespace";

    private final IndexerResourceCache<KonnectAPIAuthConfiguration> resources;

    Referrers(IndexerResourceCache<KonnectAPIAuthConfiguration> resources) {
        this.resources = resources;
        resources.addIndexers(Map.of(
                BY_SECRET,
                resource -> reference(resource).map(Reference::target).map(Referrers::key).stream()
                        .toList(),
                BY_FOREIGN_NAMESPACE,
                resource -> reference(resource)
                        .filter(reference -> !reference.isLocal())
                        .map(reference -> reference.target().namespace())
                        .stream()
                        .toList()));
    }

    /** The Secret that a resource names, whether or not there is one. */
    static Optional<Reference> reference(KonnectAPIAuthConfiguration resource) {
        var own = resource.getMetadata().getNamespace();
        return switch (resource.spec().source()) {
            case TokenSource.Inline _ -> Optional.empty();
            case TokenSource.FromSecret(var name, var namespace) ->
                Optional.of(Reference.toSecret(own, namespace.isEmpty() ? own : namespace, name));
        };
    }

    /** The resources that name this Secret. */
    Set<ResourceID> of(HasMetadata secret) {
        var metadata = secret.getMetadata();
        return ids(resources.byIndex(BY_SECRET, key(Target.secret(metadata.getNamespace(), metadata.getName()))));
    }

    /** The references to this Secret. */
    Collection<Reference> to(Target secret) {
        return references(resources.byIndex(BY_SECRET, key(secret)));
    }

    /** The resources of other namespaces that name a Secret in this one. */
    Set<ResourceID> fromElsewhere(String namespace) {
        return ids(resources.byIndex(BY_FOREIGN_NAMESPACE, namespace));
    }

    /** The Secrets in this namespace that resources of other namespaces name. */
    Set<Target> namedFromElsewhere(String namespace) {
        return references(resources.byIndex(BY_FOREIGN_NAMESPACE, namespace)).stream()
                .map(Reference::target)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The references that all resources of a namespace make, as the API server has them now, whatever their labels. */
    static Collection<Reference> asked(KubernetesClient client, String namespace) {
        return Pages.read(
                client.resources(KonnectAPIAuthConfiguration.class).inNamespace(namespace),
                resource -> reference(resource).stream());
    }

    private static List<Reference> references(Collection<KonnectAPIAuthConfiguration> all) {
        return all.stream().flatMap(resource -> reference(resource).stream()).toList();
    }

    private static Set<ResourceID> ids(Collection<KonnectAPIAuthConfiguration> all) {
        return all.stream().map(ResourceID::fromResource).collect(Collectors.toUnmodifiableSet());
    }

    private static String key(Target secret) {
        return secret.namespace() + "/" + secret.name();
    }
}
