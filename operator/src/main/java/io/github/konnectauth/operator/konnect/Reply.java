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

    /**
     * Anything else.
     *
     * @param what half a sentence for a person
     */
    record Odd(String what) implements Reply {}

    /** The word for metrics. */
    default String outcome() {
        return switch (this) {
            case Organization _, Accepted _ -> "accepted";
            case Unauthorized _ -> "rejected";
            case Forbidden _ -> "forbidden";
            case TooManyRequests _ -> "throttled";
            case NoAnswer _ -> "unreachable";
            case Odd _ -> "unexpected";
        };
    }

    /** Reads the answer of {@code GET /v3/organizations/me}. */
    static Reply toIdentity(HttpAnswer answer) {
        return switch (answer) {
            case HttpAnswer.None _ -> new NoAnswer();
            case HttpAnswer.Received received
            when received.isComplete() && received.status() == 200 -> organization(received);
            case HttpAnswer.Received received
            when received.status() == 403 && received.isProblem() -> new Forbidden(trace(received));
            case HttpAnswer.Received received -> other(received);
        };
    }

    /** Reads the answer of {@code GET /v2/control-planes}. */
    static Reply toControlPlanes(HttpAnswer answer) {
        return switch (answer) {
            case HttpAnswer.None _ -> new NoAnswer();
            case HttpAnswer.Received received when received.status() == 403 && received.isProblem() -> new Accepted();
            case HttpAnswer.Received received
            when received.status() == 200 && received.isComplete() ->
                json(received).isObject() ? new Accepted() : new Odd("a body that is not a JSON object");
            case HttpAnswer.Received received -> other(received);
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
        if (status >= 500) {
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
