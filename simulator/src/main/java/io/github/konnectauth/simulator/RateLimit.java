package io.github.konnectauth.simulator;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * So many requests a minute for each payer, in fixed minutes of the clock as Kong's own gateway counts them. Safe for
 * several threads.
 */
final class RateLimit {
    private static final int MINUTE = 60;

    private final Map<Payer, Integer> used = new HashMap<>();
    private int perMinute;
    private long minute;

    RateLimit(int perMinute) {
        this.perMinute = perMinute;
    }

    /**
     * Who uses up a limit.
     *
     * @param host  each host counts for itself
     * @param owner the organization; for an unknown token its fingerprint; without a token, everybody together
     */
    record Payer(String host, String owner) {}

    /** Changes the limit; what was used in this minute stays used. 0 means no limit. */
    synchronized void perMinute(int newLimit) {
        perMinute = newLimit;
    }

    synchronized int perMinute() {
        return perMinute;
    }

    /** Takes one request out of a payer's minute. */
    synchronized Quota take(Payer payer, Instant now) {
        if (perMinute == 0) {
            return Quota.unlimited();
        }
        long seconds = now.getEpochSecond();
        long thisMinute = Math.floorDiv(seconds, MINUTE);
        if (thisMinute != minute) {
            minute = thisMinute;
            used.clear();
        }
        int count = used.merge(payer, 1, Integer::sum);
        long reset = MINUTE - Math.floorMod(seconds, (long) MINUTE);
        return new Quota(perMinute, Math.max(0, perMinute - count), reset, count > perMinute);
    }
}
