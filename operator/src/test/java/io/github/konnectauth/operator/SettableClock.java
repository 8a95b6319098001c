package io.github.konnectauth.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A wall's clock that somebody sets. */
final class SettableClock extends Clock {

    private final Clock running;
    private volatile Duration offset = Duration.ZERO;

    /** One that goes like the machine's. */
    SettableClock() {
        this.running = Clock.systemUTC();
    }

    /** One that stands still. */
    SettableClock(Instant at) {
        this.running = Clock.fixed(at, ZoneOffset.UTC);
    }

    void set(Duration by) {
        offset = offset.plus(by);
    }

    @Override
    public Instant instant() {
        return running.instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the operator knows UTC only");
    }
}
