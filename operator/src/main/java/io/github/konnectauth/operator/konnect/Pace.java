package io.github.konnectauth.operator.konnect;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spaces the calls to a host evenly: as it allows in its headers, else at a pace that is given. Not for use by several
 * threads at once.
 */
final class Pace {

    /** Nobody needs more, and a step has to be longer than a nanosecond. */
    private static final double FASTEST = 100_000;

    /** A timer that rings late is made up for by as many calls at once as belong into this part of a second. */
    private static final double SLACK = 0.1;

    private final double unasked;
    private final Bucket bucket;
    private double perSecond;

    /**
     * @param perSecond calls a second while the host does not say what it allows; 0 for no pacing at all, whatever it says
     * @param nanoTime a clock that nobody sets
     */
    Pace(double perSecond, LongSupplier nanoTime) {
        this.unasked = perSecond;
        this.perSecond = perSecond;
        this.bucket = Bucket.builder()
                .addLimit(band(perSecond == 0 ? FASTEST : perSecond))
                .withCustomTimePrecision(new Ticks(nanoTime))
                .build();
    }

    /** Takes the next place, which is now if nothing is returned, or tells how long it takes until there is one. */
    Duration take() {
        return unasked == 0
                ? Duration.ZERO
                : Duration.ofNanos(bucket.tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill());
    }

    /** Goes on as the host allows. An answer that is a failure, or no answer of Konnect's own, says nothing about that. */
    void after(HttpAnswer answer) {
        if (unasked > 0 && answer instanceof HttpAnswer.Received received && !received.isTrouble()) {
            become(received.allowance().map(Allowance::perSecond).orElse(unasked));
        }
    }

    private void become(double next) {
        if (next != perSecond) {
            perSecond = next;
            bucket.replaceConfiguration(
                    BucketConfiguration.builder().addLimit(band(next)).build(), TokensInheritanceStrategy.AS_IS);
        }
    }

    private static Bandwidth band(double perSecond) {
        var calls = Math.min(perSecond, FASTEST);
        return Bandwidth.builder()
                .capacity(Math.max(1, (long) Math.ceil(calls * SLACK)))
                .refillGreedy(1, Duration.ofNanos(Math.round(1e9 / calls)))
                .build();
    }

    private record Ticks(LongSupplier nanoTime) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
