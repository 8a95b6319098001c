package io.github.konnectauth.operator.token;

import io.github.konnectauth.operator.api.TokenReading;
import io.github.konnectauth.operator.api.TokenSource;
import io.github.konnectauth.operator.kong.Reference;
import io.github.konnectauth.operator.token.TokenResolution.Place;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Finds a resource's token: in the resource, or in the Secret that it names. */
public final class TokenResolver {

    private final Secrets secrets;
    private final Predicate<Reference> grants;
    private final UnaryOperator<CredentialSecret> hold;
    private final Set<String> watchedNamespaces;

    /**
     * @param secrets where Secrets are read
     * @param grants whether a reference into another namespace is permitted
     * @param hold sees to it that a Secret stays while it is in use, and returns it as it is then
     * @param watchedNamespaces the namespaces that the operator may look into; empty for all
     */
    public TokenResolver(
            Secrets secrets,
            Predicate<Reference> grants,
            UnaryOperator<CredentialSecret> hold,
            Set<String> watchedNamespaces) {
        this.secrets = secrets;
        this.grants = grants;
        this.hold = hold;
        this.watchedNamespaces = Set.copyOf(watchedNamespaces);
    }

    /**
     * Finds the token.
     *
     * @param namespace the resource's own, where a reference without a namespace points
     * @param source what the resource says
     */
    public TokenResolution resolve(String namespace, TokenSource source) {
        return switch (source) {
            case TokenSource.Inline inline -> read(new Place.InResource(), inline.reading(), "");
            case TokenSource.FromSecret ref -> {
                var target = ref.namespace().isEmpty() ? namespace : ref.namespace();
                yield resolve(namespace, new Place.InSecret(target, ref.name(), !target.equals(namespace)));
            }
        };
    }

    private TokenResolution resolve(String namespace, Place.InSecret place) {
        if (place.name().isEmpty()) {
            return new TokenResolution.Unnamed(place);
        }
        if (place.foreign() && !isWatched(place.namespace())) {
            return new TokenResolution.NotWatched(place);
        }
        var reference = Reference.toSecret(namespace, place.namespace(), place.name());
        var isPossible = reference.target().isPossible();
        if (place.foreign() && !(isPossible && grants.test(reference))) {
            return new TokenResolution.NotPermitted(place);
        }
        if (!isPossible) {
            return new TokenResolution.Missing(place);
        }
        return secrets.find(place.namespace(), place.name())
                .map(secret -> read(place, hold.apply(secret)))
                .orElseGet(() -> new TokenResolution.Missing(place));
    }

    private boolean isWatched(String namespace) {
        return watchedNamespaces.isEmpty() || watchedNamespaces.contains(namespace);
    }

    private static TokenResolution read(Place place, CredentialSecret secret) {
        var version = secret.getMetadata().getResourceVersion();
        if (!secret.type().equals("Opaque")) {
            return new TokenResolution.NotOpaque(place, secret.type(), version);
        }
        if (!secret.isLabelled()) {
            return new TokenResolution.NotLabelled(place);
        }
        return secret.token()
                .map(reading -> read(place, reading, version))
                .orElseGet(() -> new TokenResolution.KeyMissing(place, version));
    }

    private static TokenResolution read(Place place, TokenReading reading, String secretVersion) {
        return switch (reading) {
            case TokenReading.Usable usable ->
                new TokenResolution.Resolved(place, usable.token(), usable.trimmed(), secretVersion);
            case TokenReading.Malformed malformed -> new TokenResolution.Malformed(place, malformed, secretVersion);
        };
    }
}
