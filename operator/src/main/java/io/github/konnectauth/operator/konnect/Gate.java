package io.github.konnectauth.operator.konnect;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Decides which calls go out to a host, and when, as its answers so far tell. It keeps the line of those who want to
 * call, and knows those who wait for the host to be usable again. Not for use by several threads at once.
 */
final class Gate {

    private static final int AT_ONCE = 64;

    /** While there is no connection, each call opens its own. So one goes ahead, for as long as connecting may take. */
    static final Duration AHEAD = Connections.CONNECT;

    /** Who would have to wait for longer is told that the host takes no calls. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    /** A host that comes and goes has all who wait for it come at once no more often than this. */
    static final Duration BETWEEN_CROWDS = Duration.ofSeconds(30);

    private final Clock clock;
    private final RandomGenerator random;
    private final Breaker breaker;
    private final Pace pace;
    private final Line<Visit> line = new Line<>();
    private final Map<Object, Runnable> waiting = new LinkedHashMap<>();
    private Pause pause = Pause.NONE;

    /** Whether the host has answered as it should since its last pause began. */
    private boolean isProven = true;

    private Instant provenSince = Instant.EPOCH;
    private Instant nextTrial = Instant.EPOCH;

    /** The return of the host for which all were told, and when the first of them were. */
    private Instant crowdFor = Instant.EPOCH;

    private Instant crowdAt = Instant.EPOCH;
    private int underWay;

    /** When the last call was over. */
    private Instant quietSince = Instant.EPOCH;

    /** Until when a call goes ahead of all others. */
    private Instant aheadUntil = Instant.EPOCH;

    private boolean hasAnswered;

    /**
     * @param clock one that nobody sets
     * @param random for the lengths of pauses
     * @param perSecond see {@link Pace}
     * @param nanoTime a clock that nobody sets
     */
    Gate(Clock clock, RandomGenerator random, double perSecond, LongSupplier nanoTime) {
        this.clock = clock;
        this.random = random;
        this.breaker = new Breaker(clock);
        this.pace = new Pace(perSecond, nanoTime);
    }

    /** Whether it stands for nothing: the host has never done what it was asked for, and nobody is asking it. */
    boolean isDispensable() {
        return !hasAnswered && underWay == 0 && line.isEmpty();
    }

    boolean isPaused() {
        return pause.holds(clock.instant());
    }

    Breaker.State breakerState() {
        return breaker.state();
    }

    /** Why a call would be turned away; empty if it may take its place in line. */
    Optional<Refusal> refusal() {
        if (isPaused()) {
            return Optional.of(Refusal.PAUSED);
        }
        return breaker.isPassable() ? Optional.empty() : Optional.of(Refusal.OUT_OF_ORDER);
    }

    void join(Visit visit, Asker asker) {
        line.add(visit, asker);
    }

    void hurry(Visit visit, Asker asker) {
        line.hurry(visit, asker);
    }

    /**
     * Remembers who wants to be told when the host may be asked again. Who asked a host that is in order has got its answer;
     * unless the host has come back since then, there is nothing to tell.
     *
     * @param asked when the host was asked in vain
     * @param who of the same one only the last action counts
     */
    void whenUsable(Instant asked, Object who, Runnable action) {
        if (!isInOrder() || asked.isBefore(lastReturn())) {
            waiting.put(who, action);
        }
    }

    private boolean isInOrder() {
        return isProven && !isPaused() && breaker.state() == Breaker.State.CLOSED;
    }

    /** When it last came to be in order again; long ago if it always was. */
    private Instant lastReturn() {
        return provenSince.isAfter(breaker.closedAt()) ? provenSince : breaker.closedAt();
    }

    /** Nobody wants what this call would bring. Returns whether it stood in line. */
    boolean leave(Visit visit) {
        return line.remove(visit);
    }

    void forget(Object who) {
        waiting.remove(who);
    }

    /** What is to be done now. What it returns counts as done, so it has to be asked until there is nothing left. */
    Step next() {
        if (line.isEmpty() && waiting.isEmpty()) {
            return new Step.Rest();
        }
        if (!waiting.isEmpty() && isInOrder() && mayTellAll()) {
            var all = List.copyOf(waiting.values());
            waiting.clear();
            return new Step.Tell(all);
        }
        var refusal = refusal();
        if (refusal.isPresent()) {
            return line.isEmpty() ? untilUsable(refusal.get()) : new Step.TurnAway(line.leave(), refusal.get());
        }
        return line.isEmpty() ? tellOne() : letOut();
    }

    /**
     * All who wait may come when the host is back. If it has gone again since, each of them has been turned away meanwhile:
     * with every return another crowd would come, and one that works only until all ask would keep all of them busy.
     */
    private boolean mayTellAll() {
        var now = clock.instant();
        if (!crowdFor.equals(lastReturn())) {
            if (now.isBefore(crowdAt.plus(BETWEEN_CROWDS))) {
                return false;
            }
            crowdFor = lastReturn();
            crowdAt = now;
        }
        return true;
    }

    private Step letOut() {
        if (underWay >= AT_ONCE) {
            return new Step.Rest();
        }
        var now = clock.instant();
        if (now.isBefore(aheadUntil)) {
            return waitUntil(aheadUntil, now);
        }
        var wait = pace.take();
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            return new Step.TurnAway(line.leave(), Refusal.PAUSED);
        }
        if (wait.isPositive()) {
            return new Step.Wait(wait);
        }
        if (underWay == 0 && now.isAfter(quietSince.plus(Connections.IDLE))) {
            aheadUntil = now.plus(AHEAD);
        }
        underWay++;
        return new Step.Send(line.next().orElseThrow(), breaker.permit().orElseThrow());
    }

    private Step untilUsable(Refusal refusal) {
        var now = clock.instant();
        return switch (refusal) {
            case PAUSED -> waitUntil(pause.until(), now);
            case OUT_OF_ORDER, NOT_WANTED ->
                breaker.state() == Breaker.State.HALF_OPEN
                        ? new Step.Rest()
                        : waitUntil(breaker.nextTrial().orElse(now), now);
        };
    }

    private static Step waitUntil(Instant time, Instant now) {
        return new Step.Wait(time.isAfter(now) ? Duration.between(now, time) : Duration.ZERO);
    }

    /**
     * Of those who wait for a host that was out of order, or paused, one tries it. All others come when that goes well, or
     * follow one by one if all have come just before.
     */
    private Step tellOne() {
        var now = clock.instant();
        if (now.isBefore(nextTrial)) {
            return waitUntil(nextTrial, now);
        }
        nextTrial = now.plus(Breaker.BETWEEN_TRIALS);
        return new Step.Tell(List.of(waiting.remove(waiting.keySet().iterator().next())));
    }

    /** What came of a call that went out. */
    void answered(long permit, HttpAnswer answer) {
        isOver();
        hasAnswered |= answer instanceof HttpAnswer.Received && !answer.isFailure();
        var now = clock.instant();
        pause = pause.after(answer, now, random);
        if (pause.holds(now)) {
            isProven = false;
        } else if (!isProven && answer instanceof HttpAnswer.Received received && !received.isTrouble()) {
            isProven = true;
            provenSince = now;
        }
        pace.after(answer);
        breaker.report(permit, answer.isFailure());
    }

    /** Nothing came of a call that went out. */
    void abandoned(long permit) {
        isOver();
        breaker.giveBack(permit);
    }

    private void isOver() {
        underWay--;
        aheadUntil = Instant.EPOCH;
        quietSince = clock.instant();
    }
}
