package io.github.konnectauth.operator.konnect;

import java.util.Optional;
import java.util.regex.Pattern;

/** One HTTP exchange, before anybody reads a meaning into it. */
sealed interface HttpAnswer {

    /** Nothing came back. */
    sealed interface Silence extends HttpAnswer {}

    /** No answer at all. */
    record None() implements Silence {}

    /** The server's certificate was not accepted, so it was told nothing. */
    record Untrusted() implements Silence {}

    /** Its name leads to addresses to which no token is sent, so nothing was connected to. */
    record OffLimits() implements Silence {}

    /** No call was made. */
    record NotAsked(Refusal why) implements Silence {}

    /**
     * An answer.
     *
     * @param contentType as sent; empty if not
     * @param retryAfter as sent; empty if not
     * @param allowance what the host allows, if it says so
     * @param body its first 64 KiB
     * @param isComplete whether that is all of it
     */
    record Received(
            int status,
            String contentType,
            String retryAfter,
            Optional<Allowance> allowance,
            String body,
            boolean isComplete)
            implements HttpAnswer {

        private static final int TOO_MANY_REQUESTS = 429;

        private static final Pattern PROBLEM = Pattern.compile("(?i)application/problem\\+json\\s*(?:;.*)?");

        /** Whether it comes from Konnect's API, which sends its errors so, and not from something in front of it. */
        boolean isProblem() {
            return PROBLEM.matcher(contentType).matches();
        }

        /** Whether it takes no more calls for a while. */
        boolean isThrottling() {
            return status == TOO_MANY_REQUESTS;
        }

        /** Whether the host could not do what it was asked for. */
        boolean isTrouble() {
            return isThrottling() || isFailure();
        }
    }

    /** Whether the host was asked and is out of order. One that refuses, throttles or talks nonsense is not. */
    default boolean isFailure() {
        return switch (this) {
            case None _, Untrusted _ -> true;
            case OffLimits _, NotAsked _ -> false;
            case Received received -> received.status() >= 500;
        };
    }
}
