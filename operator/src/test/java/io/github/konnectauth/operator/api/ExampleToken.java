package io.github.konnectauth.operator.api;

/** Tokens that nobody has. */
public final class ExampleToken {

    private ExampleToken() {}

    /** The token with this text, which has to be one. */
    public static KonnectToken of(String text) {
        return ((TokenReading.Usable) KonnectToken.read(text)).token();
    }
}
