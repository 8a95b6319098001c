package io.github.konnectauth.simulator;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the API looks at in a request.
 *
 * @param host        the role of the host it was sent to
 * @param method      the HTTP method, in capitals
 * @param path        the path without its query
 * @param query       decoded query parameters; of a repeated one the first
 * @param fingerprint of the bearer token, if there is one
 */
record ApiRequest(
        HostRole host, String method, String path, Map<String, String> query, Optional<Fingerprint> fingerprint) {
    private static final String SCHEME = "bearer ";

    ApiRequest {
        query = Map.copyOf(query);
    }

    Operation operation() {
        return Operation.at(path);
    }

    /** The fingerprint of the token in an {@code Authorization} header, if it is a bearer token. */
    static Optional<Fingerprint> bearer(Optional<String> authorization) {
        return authorization
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
                .map(value -> value.substring(SCHEME.length()).strip())
                .filter(token -> !token.isEmpty())
                .map(Fingerprint::of);
    }
}
