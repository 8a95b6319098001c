package io.github.konnectauth.operator.konnect;

import java.util.concurrent.CompletableFuture;

/**
 * A question to Konnect.
 *
 * @param answer completed when Konnect has answered, or when it is known that it will not; fails only by a bug
 * @param hurry makes it go before what only timers want: a person waits for it now
 * @param leave says that the answer is not wanted any more, so that no call is made for it that nobody else wants; to be
 *     run once at most
 */
public record Inquiry(CompletableFuture<WhoAmI> answer, Runnable hurry, Runnable leave) {}
