package io.github.konnectauth.operator.token;

import io.github.konnectauth.operator.api.KonnectToken;
import io.github.konnectauth.operator.api.TokenReading;

/** What came of looking for a resource's token. */
public sealed interface TokenResolution {

    /** Where the token was looked for. */
    Place place();

    /** A token to ask Konnect about. */
    record Resolved(Place place, KonnectToken token, boolean trimmed, String secretVersion)
            implements TokenResolution {}

    /**
     * There is something, but it is no token.
     *
     * @param reading why not
     */
    record Malformed(Place place, TokenReading.Malformed reading, String secretVersion) implements TokenResolution {}

    /** The resource names no Secret. */
    record Unnamed(Place place) implements TokenResolution {}

    /** There is no Secret of this name. */
    record Missing(Place place) implements TokenResolution {}

    /** The Secret has another type than {@code Opaque}. */
    record NotOpaque(Place place, String type, String secretVersion) implements TokenResolution {}

    /** The Secret lacks the label; it is not watched until it has it. */
    record NotLabelled(Place place) implements TokenResolution {}

    /** The Secret has no key {@code token}. */
    record KeyMissing(Place place, String secretVersion) implements TokenResolution {}

    /** The Secret lies in another namespace, and nothing permits that. */
    record NotPermitted(Place place) implements TokenResolution {}

    /** The Secret lies in a namespace that this operator does not watch. */
    record NotWatched(Place place) implements TokenResolution {}

    /** Where a token is. */
    sealed interface Place {

        /** In the resource itself. */
        record InResource() implements Place {}

        /**
         * In a Secret.
         *
         * @param foreign whether the resource lies in another namespace
         */
        record InSecret(String namespace, String name, boolean foreign) implements Place {}
    }
}
