package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.konnect.KonnectServer;
import io.github.konnectauth.operator.token.TokenResolution;
import java.util.Optional;

/**
 * What a verdict is about: one generation of a resource, with the token that it leads to.
 *
 * @param generation the resource's
 * @param isDeleting whether it is deleted, and only held by a finalizer
 * @param server what its server was parsed to
 * @param token where its reference led
 */
record Subject(long generation, boolean isDeleting, KonnectServer.Parsed server, TokenResolution token) {

    /** Of a resource that nobody has deleted. */
    Subject(long generation, KonnectServer.Parsed server, TokenResolution token) {
        this(generation, false, server, token);
    }

    /**
     * The generation that the spec's last change had. A deletion counts the generation up too, but must neither ask
     * Konnect nor forget what it said.
     */
    long specGeneration() {
        return isDeleting ? generation - 1 : generation;
    }

    /** The origin to write down; empty when the server cannot be parsed. */
    Optional<String> origin() {
        return server instanceof KonnectServer.Parsed.Server(var parsed)
                ? Optional.of(parsed.origin())
                : Optional.empty();
    }

    /** The version of the Secret that was read; empty when none was. */
    Optional<String> secretVersion() {
        var version = switch (token) {
            case TokenResolution.Resolved resolved -> resolved.secretVersion();
            case TokenResolution.Malformed malformed -> malformed.secretVersion();
            case TokenResolution.NotOpaque other -> other.secretVersion();
            case TokenResolution.KeyMissing keyless -> keyless.secretVersion();
            case TokenResolution.Unnamed _,
                    TokenResolution.Missing _,
                    TokenResolution.NotLabelled _,
                    TokenResolution.NotPermitted _,
                    TokenResolution.NotWatched _ -> "";
        };
        return Optional.of(version).filter(text -> !text.isEmpty());
    }

    /** Whether white space around the token was cut. */
    boolean isTrimmed() {
        return token instanceof TokenResolution.Resolved resolved && resolved.trimmed();
    }

    /**
     * What tells this subject from others without holding the token: same essence, same verdict. The version of the
     * Secret is not part of it, since labels and annotations change that too.
     */
    Essence essence() {
        var found = switch (token) {
            case TokenResolution.Resolved resolved ->
                resolved.token().fingerprint().value() + resolved.trimmed();
            case TokenResolution.Malformed malformed -> malformed.reading().why();
            case TokenResolution.NotOpaque other -> other.type();
            case TokenResolution.KeyMissing _,
                    TokenResolution.Unnamed _,
                    TokenResolution.Missing _,
                    TokenResolution.NotLabelled _,
                    TokenResolution.NotPermitted _,
                    TokenResolution.NotWatched _ -> "";
        };
        return new Essence(specGeneration(), token.getClass().getSimpleName(), found);
    }

    /** See {@link #essence()}. */
    record Essence(long generation, String resolution, String found) {
        @Override
        public String toString() {
            return "Essence[" + generation + ", " + resolution + "]";
        }
    }
}
