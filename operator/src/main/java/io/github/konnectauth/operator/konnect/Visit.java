package io.github.konnectauth.operator.konnect;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One call to a host: it waits in line, goes out or is turned away, and ends. */
final class Visit {

    private final Host host;
    private final Consumer<Visit> call;
    private final LongSupplier nanoTime;
    private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    private volatile OptionalLong permit = OptionalLong.empty();
    private volatile long begun;
    private volatile long took;

    /** @param call begins the call, and sees to it that {@link #end} or {@link #abandon} is called */
    Visit(Host host, Consumer<Visit> call, LongSupplier nanoTime) {
        this.host = host;
        this.call = call;
        this.nanoTime = nanoTime;
    }

    /** It goes out. */
    void begin(long given) {
        permit = OptionalLong.of(given);
        begun = nanoTime.getAsLong();
        call.accept(this);
    }

    /** It does not go out. */
    void turnAway(Refusal why) {
        answer.complete(new HttpAnswer.NotAsked(why));
    }

    /** It went out and is over. */
    void end(HttpAnswer received) {
        took = nanoTime.getAsLong() - begun;
        permit.ifPresent(given -> host.answered(given, received));
        answer.complete(received);
    }

    /** It went out and broke in a way that says nothing about the host. */
    void abandon(Throwable bug) {
        permit.ifPresent(host::abandoned);
        answer.completeExceptionally(bug);
    }

    /** What it came to; never cancelled. */
    CompletableFuture<HttpAnswer> answer() {
        return answer;
    }

    /** How long the call took, in nanoseconds, without the time in line; of a visit that is over. */
    long took() {
        return took;
    }
}
