package io.github.konnectauth.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Errors as Konnect writes them: {@code application/problem+json}, each with a trace of its own. */
final class Problem {
    private static final String TYPE = "application/problem+json";
    private static final long SMALLEST_TRACE = 100_000_000_000_000_000L;
    private static final long TRACES = 9 * SMALLEST_TRACE;

    private Problem() {}

    static Answer.Reply unauthenticated() {
        return of(401, "Unauthenticated", "A valid token is required", Map.of());
    }

    static Answer.Reply permissionDenied() {
        return of(403, "Permission denied", "Invalid Permissions", Map.of());
    }

    static Answer.Reply notFound() {
        return of(404, "Not Found", "Not found", Map.of());
    }

    static Answer.Reply methodNotAllowed() {
        return of(405, "Method Not Allowed", "Only GET is served here", Map.of())
                .withHeaders(Map.of("allow", "GET"));
    }

    /** For a request to a host that does not exist but reached this server all the same. */
    static Answer.Reply misdirected() {
        return of(421, "Misdirected Request", "No such host", Map.of());
    }

    static Answer.Reply invalidParameter(String field, String reason) {
        List<Map<String, String>> invalid = List.of(Map.of("field", field, "reason", reason, "source", "query"));
        return of(400, "Bad Request", "Invalid Parameters", Map.of("invalid_parameters", invalid));
    }

    /** A complaint of a control endpoint. */
    static Answer.Reply badRequest(String detail) {
        return of(400, "Bad Request", detail, Map.of());
    }

    private static Answer.Reply of(int status, String title, String detail, Map<String, Object> more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("status", status);
        body.put("title", title);
        body.put("instance", "konnect:trace:" + trace());
        body.put("detail", detail);
        body.putAll(more);
        return Answer.Reply.of(status, TYPE, Json.write(body));
    }

    /** 18 digits, like the traces of Konnect. */
    private static long trace() {
        return SMALLEST_TRACE + ThreadLocalRandom.current().nextLong(TRACES);
    }
}
