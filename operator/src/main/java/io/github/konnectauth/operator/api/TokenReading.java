package io.github.konnectauth.operator.api;

/** What came of reading a text as a token. */
public sealed interface TokenReading {

    /**
     * A token that Konnect can be asked about.
     *
     * @param token the token
     * @param trimmed whether white space around it was cut, which Kong Operator does not do
     */
    record Usable(KonnectToken token, boolean trimmed) implements TokenReading {}

    /**
     * A text that is no token.
     *
     * @param why half a sentence that begins with "it"; never the text itself
     */
    record Malformed(String why) implements TokenReading {}
}
