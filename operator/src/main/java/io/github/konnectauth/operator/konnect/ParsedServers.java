package io.github.konnectauth.operator.konnect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Remembers what servers were parsed to: thousands of resources name the same few, and are looked at again and again. What is
 * no server is not remembered: it may be as long as anybody likes, and a password or a token that was put there by mistake.
 */
public final class ParsedServers {

    private static final int REMEMBERED = 1_000;

    private final Cache<String, KonnectServer.Parsed> servers =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** See {@link KonnectServer#parse}. */
    public KonnectServer.Parsed of(String serverUrl) {
        var known = servers.getIfPresent(serverUrl);
        if (known != null) {
            return known;
        }
        var parsed = KonnectServer.parse(serverUrl);
        if (parsed instanceof KonnectServer.Parsed.Server) {
            servers.put(serverUrl, parsed);
        }
        return parsed;
    }
}
