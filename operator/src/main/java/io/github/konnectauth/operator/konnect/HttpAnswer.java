package io.github.konnectauth.operator.konnect;

import java.util.regex.Pattern;

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

        private static final Pattern PROBLEM = Pattern.compile("(?i)application/problem\\+json\\s*(?:;.*)?");

        /** Whether it comes from Konnect's API, which sends its errors so, and not from something in front of it. */
        boolean isProblem() {
            return PROBLEM.matcher(contentType).matches();
        }
    }
}
