package io.github.konnectauth.operator;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The time by which this process measures how long things take: the wall's when it began, and the seconds that have gone by
 * since. Nobody can set it, so no pause, interval or grace becomes longer when somebody sets the wall's clock back. What is
 * shown to people has to come from the wall's clock.
 */
final class SteadyClock extends Clock {

    private final Instant begun;
    private final long origin;
    private final LongSupplier nanoTime;

    /**
     * @param wall looked at once
     * @param nanoTime counts on, as {@link System#nanoTime} does
     */
    SteadyClock(Clock wall, LongSupplier nanoTime) {
        this.begun = wall.instant();
        this.origin = nanoTime.getAsLong();
        this.nanoTime = nanoTime;
    }

    @Override
    public Instant instant() {
        return begun.plusNanos(nanoTime.getAsLong() - origin);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("it is for measuring, not for showing");
    }
}
