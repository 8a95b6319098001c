package io.github.konnectauth.operator.konnect;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * For how long a host that answered 429, or said that nothing is left of its limit, is left alone.
 *
 * @param until when it may be asked again
 * @param guesses how many times since its last other answer it did not say how long to wait; at least 0
 */
record Pause(Instant until, int guesses) {

    /** No pause. */
    static final Pause NONE = new Pause(Instant.EPOCH, 0);

    /** However long a host asks for. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Duration FIRST_GUESS = Duration.ofSeconds(1);
    private static final double JITTER = 0.2;

    /** Whether no call may go out. */
    boolean holds(Instant now) {
        return now.isBefore(until);
    }

    /**
     * What an answer makes of it. A 429 begins a pause of the length that it asks for, or of 1 s doubling to 10 min (up
     * to a fifth shorter, by chance) if it does not say; the last answer that a limit allows begins one until the next
     * window. Many calls may be under way when a pause begins, so while it holds it only becomes longer, and only because
     * a host says so.
     */
    Pause after(HttpAnswer answer, Instant now, RandomGenerator random) {
        return switch (answer) {
            case HttpAnswer.Received received
            when received.isThrottling() ->
                RetryAfter.read(received.retryAfter(), now)
                        .or(() -> untilNextWindow(received))
                        .map(wait -> lasting(wait, now))
                        .orElseGet(() -> holds(now) ? this : guess(now, random));
            case HttpAnswer.Received received ->
                untilNextWindow(received).map(wait -> lasting(wait, now)).orElseGet(() -> holds(now) ? this : NONE);
            case HttpAnswer.Silence _ -> this;
        };
    }

    private static Optional<Duration> untilNextWindow(HttpAnswer.Received received) {
        return received.allowance().filter(Allowance::isUsedUp).map(Allowance::reset);
    }

    private Pause lasting(Duration wait, Instant now) {
        var end = now.plus(shorter(wait, LONGEST));
        return holds(now) && end.isBefore(until) ? this : new Pause(end, guesses);
    }

    private Pause guess(Instant now, RandomGenerator random) {
        var full = shorter(FIRST_GUESS.multipliedBy(1L << Math.min(guesses, 20)), LONGEST);
        var wait = Duration.ofMillis(Math.round(full.toMillis() * (1 - JITTER * random.nextDouble())));
        return new Pause(now.plus(wait), guesses + 1);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
