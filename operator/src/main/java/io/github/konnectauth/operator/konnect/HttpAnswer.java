package io.github.konnectauth.operator.konnect;

import java.util.Locale;

/** One HTTP exchange, before anybody reads a meaning into it. */
sealed interface HttpAnswer {

    /** No answer at all. */
    record None() implements HttpAnswer {}

    /**
     * An answer.
     *
     * @param contentType as sent; empty if not
     * @param body its first 64 KiB
     * @param isComplete whether that is all of it
     */
    record Received(int status, String contentType, String body, boolean isComplete) implements HttpAnswer {

        /** Whether it comes from Konnect's API, which sends its errors so, and not from something in front of it. */
        boolean isProblem() {
            return contentType.toLowerCase(Locale.ROOT).startsWith("application/problem+json");
        }
    }
}
