package io.github.konnectauth.simulator;

import java.util.Map;

/**
 * What is left of a rate limit after a request.
 *
 * @param limit        requests a minute; 0 means that there is no limit and no header
 * @param remaining    requests left in this minute
 * @param resetSeconds whole seconds until the minute is over
 * @param exceeded     whether this request was one too many
 */
record Quota(int limit, int remaining, long resetSeconds, boolean exceeded) {
    static Quota unlimited() {
        return new Quota(0, 0, 0, false);
    }

    /** The headers that Konnect puts on an answer. */
    Map<String, String> headers() {
        if (limit == 0) {
            return Map.of();
        }
        return Map.of(
                "ratelimit-limit", Integer.toString(limit),
                "ratelimit-remaining", Integer.toString(remaining),
                "ratelimit-reset", Long.toString(resetSeconds),
                "x-ratelimit-limit-minute", Integer.toString(limit));
    }
}
