package io.github.konnectauth.operator.konnect;

import java.util.concurrent.CompletableFuture;

/**
 * A question to Konnect.
 *
 * @param answer completed when Konnect has answered, or when it is known that it will not; fails only by a bug
 * @param hurry makes it go before what only timers want: a person waits for it now
 */
public record Inquiry(CompletableFuture<WhoAmI> answer, Runnable hurry) {}
