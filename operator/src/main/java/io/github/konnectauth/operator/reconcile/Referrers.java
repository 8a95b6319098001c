package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.api.TokenSource;
import io.github.konnectauth.operator.token.CredentialSecret;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which resources name a Secret, from an index over the cached ones. */
final class Referrers {

    private static final String INDEX = "secret";

    private final IndexerResourceCache<KonnectAPIAuthConfiguration> resources;

    Referrers(IndexerResourceCache<KonnectAPIAuthConfiguration> resources) {
        this.resources = resources;
        resources.addIndexers(Map.of(INDEX, Referrers::keys));
    }

    /** The resources that name this Secret. */
    Set<ResourceID> of(CredentialSecret secret) {
        return resources
                .byIndex(
                        INDEX,
                        key(
                                secret.getMetadata().getNamespace(),
                                secret.getMetadata().getName()))
                .stream()
                .map(ResourceID::fromResource)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> keys(KonnectAPIAuthConfiguration resource) {
        return switch (resource.spec().source()) {
            case TokenSource.Inline _ -> List.of();
            case TokenSource.FromSecret(var name, var namespace) ->
                List.of(key(namespace.isEmpty() ? resource.getMetadata().getNamespace() : namespace, name));
        };
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
