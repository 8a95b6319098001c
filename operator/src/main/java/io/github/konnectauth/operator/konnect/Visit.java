package io.github.konnectauth.operator.konnect;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One call to a host: it waits in line, goes out or is turned away, and ends. */
final class Visit {

    private final Host host;
    private final Consumer<Visit> call;
    private final InstantSource clock;
    private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    private final CompletableFuture<Instant> sent = new CompletableFuture<>();
    private volatile OptionalLong permit = OptionalLong.empty();
    private volatile Duration took = Duration.ZERO;

    /** @param call begins the call, and sees to it that {@link #end} or {@link #abandon} is called */
    Visit(Host host, Consumer<Visit> call, InstantSource clock) {
        this.host = host;
        this.call = call;
        this.clock = clock;
    }

    /** It goes out. */
    void begin(long given) {
        permit = OptionalLong.of(given);
        sent.complete(clock.instant());
        call.accept(this);
    }

    /** It does not go out. */
    void turnAway(Refusal why) {
        answer.complete(new HttpAnswer.NotAsked(why));
    }

    /** It went out and is over. */
    void end(HttpAnswer received) {
        took = sent.isDone() ? Duration.between(sent.resultNow(), clock.instant()) : Duration.ZERO;
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

    /** Done when it goes out, with the time at which it does. */
    CompletableFuture<Instant> sent() {
        return sent;
    }

    /** How long the call took, without the time in line; of a visit that is over. */
    Duration took() {
        return took;
    }
}
