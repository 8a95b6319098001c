package io.github.konnectauth.operator.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. */
final class MovableClock extends Clock {

    private volatile Instant now = Instant.parse("2026-03-01T10:00:00.123456Z");

    void advance(Duration by) {
        now = now.plus(by);
    }

    /** The time as conditions write it. */
    String inConditions() {
        return Instant.ofEpochSecond(now.getEpochSecond()).toString();
    }

    @Override
    public Instant instant() {
        return now;
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
