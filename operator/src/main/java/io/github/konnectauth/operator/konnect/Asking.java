package io.github.konnectauth.operator.konnect;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * A question that is asked, or was, and how many want its answer. It is kept for long, so it holds nothing of the call
 * once the reply is there: neither the token nor the body of the answer.
 */
final class Asking {

    private final CompletableFuture<Reply> reply;
    private final Future<Instant> sent;
    private volatile Optional<Place> place;
    private int askers;
    private boolean isLeft;

    /** Where its call stands in line. */
    record Place(Host host, Visit visit) {}

    /**
     * @param sent done when the call goes out, with the time at which it did
     * @param place empty if there is no call to be hurried
     */
    Asking(CompletableFuture<Reply> reply, Future<Instant> sent, Optional<Place> place) {
        this.reply = reply;
        this.sent = sent;
        this.place = place;
        var _ = reply.whenComplete((_, _) -> this.place = Optional.empty());
    }

    CompletableFuture<Reply> reply() {
        return reply;
    }

    /** When its call went out; empty while it stands in line, and if it never went. */
    Optional<Instant> sent() {
        return sent.isDone() ? Optional.of(sent.resultNow()) : Optional.empty();
    }

    /** One more wants the answer. Returns false if all others have gone, and the call with them. */
    synchronized boolean join() {
        if (!isLeft) {
            askers++;
        }
        return !isLeft;
    }

    /** Makes the call go before what only timers want, in the turn of whoever waits for it now. */
    void hurry(Asker asker) {
        place.ifPresent(at -> at.host().hurry(at.visit(), asker));
    }

    /** One of those who wanted the answer does not want it any more. With the last of them the call leaves the line. */
    void leave() {
        Optional<Place> left;
        synchronized (this) {
            askers--;
            left = place.filter(at -> askers == 0 && at.host().leave(at.visit()));
            isLeft = left.isPresent();
        }
        left.ifPresent(at -> at.visit().turnAway(Refusal.NOT_WANTED));
    }
}
