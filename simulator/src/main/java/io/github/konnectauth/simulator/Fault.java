package io.github.konnectauth.simulator;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A way in which Konnect fails, and for whom. Without a scope it hits every request; with several, only requests that
 * match all of them. Of several faults that match, the one set last strikes.
 *
 * @param kind        what happens
 * @param operation   only requests for this operation
 * @param host        only requests to this host, such as {@code us.api.konghq.com}; {@code private} is every private
 *                    origin
 * @param fingerprint only requests with the token of this fingerprint
 * @param times       only so many requests, then the fault is over; without it, until it is cleared
 * @param retryAfter  what {@code Retry-After} and {@code RateLimit-Reset} say, in whole seconds; {@link
 *                    Kind#RATE_LIMITED} only
 */
public record Fault(
        Kind kind,
        Optional<Operation> operation,
        Optional<String> host,
        Optional<String> fingerprint,
        OptionalInt times,
        Duration retryAfter) {

    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(77);

    /** @throws IllegalArgumentException if {@code times} is less than 1 or {@code retryAfter} is negative */
    public Fault {
        if (times.isPresent() && times.getAsInt() < 1) {
            throw new IllegalArgumentException("a fault must strike at least once");
        }
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException("a fault's retry-after must not be negative");
        }
        host = host.map(name -> name.toLowerCase(Locale.ROOT));
    }

    /** A fault that hits every request until it is cleared. */
    public static Fault of(Kind kind) {
        return new Fault(
                kind, Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty(), DEFAULT_RETRY_AFTER);
    }

    /** Only requests for an operation. */
    public Fault on(Operation newOperation) {
        return new Fault(kind, Optional.of(newOperation), host, fingerprint, times, retryAfter);
    }

    /** Only requests to a host, such as {@code us.api.konghq.com}, or {@code private} for every private origin. */
    public Fault at(String newHost) {
        return new Fault(kind, operation, Optional.of(newHost), fingerprint, times, retryAfter);
    }

    /** Only requests with a token. The fault keeps the token's fingerprint, not the token. */
    public Fault forToken(String token) {
        return new Fault(
                kind, operation, host, Optional.of(Fingerprint.of(token).text()), times, retryAfter);
    }

    /** Only the next requests that match, so many of them. */
    public Fault times(int count) {
        return new Fault(kind, operation, host, fingerprint, OptionalInt.of(count), retryAfter);
    }

    /** What {@code Retry-After} says with {@link Kind#RATE_LIMITED}; 77 seconds by default. */
    public Fault retryAfter(Duration wait) {
        return new Fault(kind, operation, host, fingerprint, times, wait);
    }

    boolean matches(ApiRequest request) {
        return operation.map(request.operation()::equals).orElse(true)
                && host.map(request.host().host()::equals).orElse(true)
                && fingerprint
                        .map(wanted -> request.fingerprint()
                                .map(Fingerprint::text)
                                .filter(wanted::equals)
                                .isPresent())
                        .orElse(true);
    }

    /** What happens to a request. */
    public enum Kind {
        /** 401 as problem+json. */
        UNAUTHORIZED,
        /** 403 as problem+json: Konnect itself refuses. */
        FORBIDDEN,
        /** 403 as HTML: something in front of Konnect refuses. */
        FORBIDDEN_AT_EDGE,
        /** 429 with {@code Retry-After}, the {@code ratelimit-*} headers and a JSON body. */
        RATE_LIMITED,
        /** 429 as HTML without {@code Retry-After} or any other hint. */
        RATE_LIMITED_AT_EDGE,
        /** 500 as HTML. */
        SERVER_ERROR,
        /** 404 as problem+json. */
        NOT_FOUND,
        /** 302 to {@code /redirected} on the same host; a client that follows is counted as {@link Operation#OTHER}. */
        REDIRECT,
        /** 200 with HTML, as a captive portal answers. */
        GARBAGE,
        /** 200 with JSON that has no {@code id}. */
        NO_ID,
        /** 200 with the right JSON, padded to 16 MiB. */
        HUGE_BODY,
        /** 200 with the right body, one byte every half second. */
        SLOW_DRIP,
        /** No answer; the connection stays open. */
        HANG,
        /** The connection is closed without an answer. */
        DROPPED
    }
}
