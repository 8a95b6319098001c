package io.github.konnectauth.operator.api;

/** Where a resource says that its token is ({@code spec.type} with {@code spec.token} or {@code spec.secretRef}). */
public sealed interface TokenSource {

    /**
     * {@code type: token}.
     *
     * @param reading what {@code spec.token} holds
     */
    record Inline(TokenReading reading) implements TokenSource {}

    /**
     * {@code type: secretRef}.
     *
     * @param name the Secret's name; empty when the resource does not say, which Kong's schema lets pass
     * @param namespace the Secret's namespace; empty for the resource's own
     */
    record FromSecret(String name, String namespace) implements TokenSource {}
}
