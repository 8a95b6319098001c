package io.github.konnectauth.operator.konnect;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

/** Parses each server once: thousands of resources name the same few, and each is looked at again and again. */
public final class ParsedServers {

    /** In characters, so that nobody fills the memory with long texts. */
    private static final int REMEMBERED = 100_000;

    private final LoadingCache<String, KonnectServer.Parsed> parsed = Caffeine.newBuilder()
            .maximumWeight(REMEMBERED)
            .weigher((String serverUrl, KonnectServer.Parsed _) -> serverUrl.length())
            .build(KonnectServer::parse);

    /** See {@link KonnectServer#parse}. */
    public KonnectServer.Parsed of(String serverUrl) {
        return parsed.get(serverUrl);
    }
}
