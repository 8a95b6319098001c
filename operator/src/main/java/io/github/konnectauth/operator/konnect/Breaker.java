package io.github.konnectauth.operator.konnect;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Stops the calls to a host that keeps failing: after 5 failures in a row it is open for a second; then one call is let
 * through, which closes it or opens it for another second. Not for use by several threads at once.
 */
final class Breaker {

    /** As Prometheus shows them. */
    enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    private static final int FAILURES_IN_A_ROW = 5;
    static final Duration BETWEEN_TRIALS = Duration.ofSeconds(1);

    /** Longer than the pauses between the looks at a resource: nobody is left who would try. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final CircuitBreaker breaker;
    private final Clock clock;
    private Instant changed;
    private Instant closedAt = Instant.EPOCH;

    /** Tells apart the calls that began before a change from those that began after it. */
    private long era;

    Breaker(Clock clock) {
        this.clock = clock;
        this.changed = clock.instant();
        this.breaker = CircuitBreaker.of(
                "host",
                CircuitBreakerConfig.custom()
                        .clock(clock)
                        .slidingWindowType(SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(FAILURES_IN_A_ROW)
                        .minimumNumberOfCalls(FAILURES_IN_A_ROW)
                        .failureRateThreshold(100)
                        .waitDurationInOpenState(BETWEEN_TRIALS)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> {
            era++;
            changed = clock.instant();
            if (event.getStateTransition().getToState() == CircuitBreaker.State.CLOSED) {
                closedAt = changed;
            }
        });
    }

    State state() {
        forget();
        return switch (breaker.getState()) {
            case CLOSED, DISABLED, METRICS_ONLY -> State.CLOSED;
            case HALF_OPEN -> State.HALF_OPEN;
            case OPEN, FORCED_OPEN -> State.OPEN;
        };
    }

    /** When it last came back from being open; long ago if it never was. */
    Instant closedAt() {
        return closedAt;
    }

    /** When the next call may try an open one; empty when that needs something else than time. */
    Optional<Instant> nextTrial() {
        return state() == State.OPEN ? Optional.of(changed.plus(BETWEEN_TRIALS).plusMillis(1)) : Optional.empty();
    }

    /** Whether a call that began now would be let through. */
    boolean isPassable() {
        var permit = permit();
        permit.ifPresent(this::giveBack);
        return permit.isPresent();
    }

    /** A permit for one call, to be handed back with {@link #report} or {@link #giveBack}; empty for none. */
    OptionalLong permit() {
        forget();
        return breaker.tryAcquirePermission() ? OptionalLong.of(era) : OptionalLong.empty();
    }

    /** How the call ended. What began before the last change tells nothing about the host as it is now. */
    void report(long permit, boolean failed) {
        if (permit != era) {
            return;
        }
        if (failed) {
            breaker.onError(0, TimeUnit.NANOSECONDS, new HostFailure());
        } else {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    /** The call has told nothing. */
    void giveBack(long permit) {
        if (permit == era) {
            breaker.releasePermission();
        }
    }

    /** Closes what nobody has tried for long. */
    private void forget() {
        if (breaker.getState() != CircuitBreaker.State.CLOSED
                && !clock.instant().isBefore(changed.plus(FORGOTTEN_AFTER))) {
            breaker.transitionToClosedState();
        }
    }

    /** The breaker wants a throwable for a failure; nobody ever sees it. */
    private static final class HostFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HostFailure() {
            super("failed", null, false, false);
        }
    }
}
