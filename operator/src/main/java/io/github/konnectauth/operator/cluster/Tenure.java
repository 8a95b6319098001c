package io.github.konnectauth.operator.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a lease is held, by the time that has gone by since it was last renewed. The elector finds out that it has
 * lost the lease when its thread runs again; a process that was paused would work until then, beside its successor.
 */
final class Tenure {

    private enum State {
        SOUGHT,
        WON,
        OVER
    }

    private final Duration length;
    private final LongSupplier nanos;
    private final LongSupplier millis;

    private volatile State state = State.SOUGHT;
    private volatile Moment renewedAt;

    /**
     * A time on both clocks.
     *
     * @param nanos on a clock that is never set
     * @param millis on the wall's
     */
    record Moment(long nanos, long millis) {}

    /**
     * @param length for which a renewal is good; shorter than the time after which another process may take the lease
     * @param nanos a clock that is never set, and that goes on while the process is stopped, as {@link System#nanoTime}
     *     does on Linux; not while the machine sleeps
     * @param millis a clock that goes on then too, but that may be set
     */
    Tenure(Duration length, LongSupplier nanos, LongSupplier millis) {
        this.length = length;
        this.nanos = nanos;
        this.millis = millis;
        this.renewedAt = now();
    }

    Moment now() {
        return new Moment(nanos.getAsLong(), millis.getAsLong());
    }

    /** The API server has stored a renewal, which was begun at this time: any later one would be too good. */
    void renewed(Moment begun) {
        renewedAt = begun;
    }

    /** The lease may be another's: it counts as held again with the next renewal. */
    void doubt() {
        var now = now();
        renewedAt = new Moment(now.nanos() - length.toNanos(), now.millis() - length.toMillis());
    }

    /** The lease is ours. Returns false if it was lost before: then this process no longer counts. */
    synchronized boolean win() {
        if (state == State.OVER) {
            return false;
        }
        state = State.WON;
        return true;
    }

    /** The lease is no longer ours, and never will be again. */
    synchronized void end() {
        state = State.OVER;
    }

    /** Whether this process may work at this moment: by either clock the renewal is young enough. */
    boolean isHeld() {
        var renewal = renewedAt;
        var now = now();
        return state == State.WON
                && now.nanos() - renewal.nanos() < length.toNanos()
                && now.millis() - renewal.millis() < length.toMillis();
    }
}
