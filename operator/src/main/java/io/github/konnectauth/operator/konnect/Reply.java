package io.github.konnectauth.operator.konnect;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.regex.Pattern;

/** What one call to one host came back with. */
sealed interface Reply {

    /** The identity endpoint knows the token. */
    record Organization(String id, String state) implements Reply {}

    /** The region takes the token: it lists control planes, or says that this token may not list them. */
    record Accepted() implements Reply {}

    /** 401. */
    record Unauthorized(Optional<Trace> trace) implements Reply {}

    /** The identity endpoint's 403, in Konnect's own form. */
    record Forbidden(Optional<Trace> trace) implements Reply {}

    /** 429. */
    record TooManyRequests() implements Reply {}

    /** Connection, DNS, TLS or time-out failure, or 5xx. */
    record NoAnswer() implements Reply {}

    /** The host's certificate was not accepted, so it was not asked. */
    record Untrusted() implements Reply {}

    /** The host's name leads to addresses to which no token is sent, so it was not asked. */
    record OffLimits() implements Reply {}

    /** No call was made: the host is not asked at the moment. */
    record NotAsked(Refusal why) implements Reply {}

    /**
     * Anything else.
     *
     * @param what half a sentence for a person
     */
    record Odd(String what) implements Reply {}

    /** Whether it says something of the token. */
    default boolean isDecisive() {
        return switch (this) {
            case Organization _, Accepted _, Unauthorized _, Forbidden _ -> true;
            case TooManyRequests _, NoAnswer _, Untrusted _, OffLimits _, NotAsked _, Odd _ -> false;
        };
    }

    /** The word for metrics, which measure calls; empty where there was none. */
    default Optional<String> outcome() {
        return switch (this) {
            case Organization _, Accepted _ -> Optional.of("accepted");
            case Unauthorized _ -> Optional.of("rejected");
            case Forbidden _ -> Optional.of("forbidden");
            case TooManyRequests _ -> Optional.of("throttled");
            case NoAnswer _ -> Optional.of("unreachable");
            case Untrusted _ -> Optional.of("untrusted");
            case OffLimits _, NotAsked _ -> Optional.empty();
            case Odd _ -> Optional.of("unexpected");
        };
    }

    /** Reads the answer of {@code GET /v3/organizations/me}. */
    static Reply toIdentity(HttpAnswer answer) {
        return switch (answer) {
            case HttpAnswer.Received received
            when received.isComplete() && received.status() == 200 -> organization(received);
            case HttpAnswer.Received received
            when received.status() == 403 && received.isProblem() -> new Forbidden(trace(received));
            case HttpAnswer.Received received -> other(received);
            case HttpAnswer.Silence silence -> of(silence);
        };
    }

    /** Reads the answer of {@code GET /v2/control-planes}. */
    static Reply toControlPlanes(HttpAnswer answer) {
        return switch (answer) {
            case HttpAnswer.Received received when received.status() == 403 && received.isProblem() -> new Accepted();
            case HttpAnswer.Received received
            when received.status() == 200 && received.isComplete() ->
                json(received).isObject() ? new Accepted() : new Odd("a body that is not a JSON object");
            case HttpAnswer.Received received -> other(received);
            case HttpAnswer.Silence silence -> of(silence);
        };
    }

    /** Reads the answer of {@code GET /v3/available-regions}. */
    static Reply toRegions(HttpAnswer answer) {
        return switch (answer) {
            case HttpAnswer.Received received
            when received.status() == 200 && received.isComplete() ->
                Regions.read(answer).isEmpty() ? new Odd("no regions") : new Accepted();
            case HttpAnswer.Received received -> other(received);
            case HttpAnswer.Silence silence -> of(silence);
        };
    }

    private static Reply of(HttpAnswer.Silence silence) {
        return switch (silence) {
            case HttpAnswer.None _ -> new NoAnswer();
            case HttpAnswer.Untrusted _ -> new Untrusted();
            case HttpAnswer.OffLimits _ -> new OffLimits();
            case HttpAnswer.NotAsked(var why) -> new NotAsked(why);
        };
    }

    private static Reply organization(HttpAnswer.Received received) {
        var body = json(received);
        var id = text(body, "id");
        return Body.ORGANIZATION_ID.matcher(id).matches()
                ? new Organization(id, state(text(body, "state")))
                : new Odd("no organization id");
    }

    private static String state(String state) {
        return Body.STATE.matcher(state).matches() ? state : "";
    }

    private static Reply other(HttpAnswer.Received received) {
        var status = received.status();
        if (status == 401) {
            return new Unauthorized(trace(received));
        }
        if (status == 429) {
            return new TooManyRequests();
        }
        if (received.isFailure()) {
            return new NoAnswer();
        }
        if (!received.isComplete()) {
            return new Odd("a body of more than 64 KiB");
        }
        return new Odd(status >= 300 && status < 400 ? "a redirect" : "HTTP status " + status);
    }

    private static Optional<Trace> trace(HttpAnswer.Received received) {
        return received.isProblem() ? Trace.of(text(json(received), "instance")) : Optional.empty();
    }

    private static String text(JsonNode body, String field) {
        return Optional.ofNullable(body.path(field).textValue()).orElse("");
    }

    private static JsonNode json(HttpAnswer.Received received) {
        return Body.parse(received.body());
    }

    /** Reads bodies. */
    final class Body {
        static final Pattern ORGANIZATION_ID = Pattern.compile("[0-9A-Za-z-]{1,64}");
        static final Pattern STATE = Pattern.compile("[a-z]{1,16}");

        private static final ObjectMapper JSON = new ObjectMapper();

        private Body() {}

        /** The body as JSON; a missing node when it is none. */
        static JsonNode parse(String body) {
            try {
                var json = JSON.readTree(body);
                return json == null ? JSON.missingNode() : json;
            } catch (JacksonException e) {
                return JSON.missingNode();
            }
        }
    }
}
