package io.github.konnectauth.simulator;

import io.github.konnectauth.simulator.Answer.Reply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What arrives when something is wrong with Konnect, or with what lies in between. */
final class FaultyAnswers {
    private static final String HTML = "text/html";
    private static final String JSON = "application/json";
    private static final int KONNECT_LIMIT = 3000;
    private static final Duration DRIP = Duration.ofMillis(500);
    private static final long HUGE = 16L << 20;

    private FaultyAnswers() {}

    /**
     * Answers a request that a fault struck.
     *
     * @param healthy what would have been answered without the fault
     * @param quota   for the headers of answers that come from Konnect itself; what lies in front of it sends none
     */
    static Answer answer(Fault fault, Reply healthy, Quota quota) {
        return switch (fault.kind()) {
            case UNAUTHORIZED -> Problem.unauthenticated().withHeaders(quota.headers());
            case FORBIDDEN -> Problem.permissionDenied().withHeaders(quota.headers());
            case NOT_FOUND -> Problem.notFound().withHeaders(quota.headers());
            case NO_ID -> Reply.of(200, JSON, "{\"name\":\"Example\"}").withHeaders(quota.headers());
            case RATE_LIMITED -> rateLimited(limitOf(quota), fault.retryAfter().toSeconds());
            case RATE_LIMITED_AT_EDGE -> html(429, "Too Many Requests");
            case FORBIDDEN_AT_EDGE -> html(403, "Forbidden");
            case SERVER_ERROR -> html(500, "Internal Server Error");
            case REDIRECT -> html(302, "Found").withHeaders(Map.of("location", "/redirected"));
            case GARBAGE -> html(200, "Welcome to the guest network");
            case HUGE_BODY -> new Answer.Huge(healthy, HUGE);
            case SLOW_DRIP -> new Answer.Drip(healthy, DRIP);
            case HANG -> new Answer.Silence();
            case DROPPED -> new Answer.Dropped();
        };
    }

    /** The answer to a request that is one too many. */
    static Reply overLimit(Quota quota) {
        return rateLimited(quota.limit(), quota.resetSeconds());
    }

    private static int limitOf(Quota quota) {
        return quota.limit() == 0 ? KONNECT_LIMIT : quota.limit();
    }

    /** Konnect's gateway answers plain JSON here, not a problem. */
    private static Reply rateLimited(int limit, long waitSeconds) {
        Map<String, String> headers = new LinkedHashMap<>(new Quota(limit, 0, waitSeconds, true).headers());
        headers.put("retry-after", Long.toString(waitSeconds));
        return Reply.of(429, JSON, "{\"message\":\"API rate limit exceeded\"}").withHeaders(headers);
    }

    private static Reply html(int status, String title) {
        String body = "<html><head><title>%s</title></head><body><h1>%s</h1></body></html>".formatted(title, title);
        return Reply.of(status, HTML, body);
    }
}
