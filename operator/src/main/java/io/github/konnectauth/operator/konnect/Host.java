package io.github.konnectauth.operator.konnect;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A host that is asked: does what its gate decides. Safe for several threads. */
final class Host {

    private final String label;
    private final Gate gate;
    private final ScheduledExecutorService doorkeeper;
    private final AtomicBoolean isCalled = new AtomicBoolean();

    /** Touched by the doorkeeper only. */
    private Optional<Future<?>> alarm = Optional.empty();

    /**
     * @param label its name in metrics
     * @param doorkeeper a single thread: it runs what waits for answers, which must not happen while somebody asks
     */
    Host(String label, Gate gate, ScheduledExecutorService doorkeeper) {
        this.label = label;
        this.gate = gate;
        this.doorkeeper = doorkeeper;
    }

    String label() {
        return label;
    }

    /** Whether it has never answered, and nobody is asking it. */
    synchronized boolean isDispensable() {
        return gate.isDispensable();
    }

    synchronized boolean isPaused() {
        return gate.isPaused();
    }

    synchronized Breaker.State breakerState() {
        return gate.breakerState();
    }

    /** The call goes out when its turn comes, or is turned away. */
    void join(Visit visit, Asker asker) {
        Optional<Refusal> refusal;
        synchronized (this) {
            refusal = gate.refusal();
            if (refusal.isEmpty()) {
                gate.join(visit, asker);
            }
        }
        refusal.ifPresentOrElse(visit::turnAway, this::call);
    }

    /** A person waits for it now. */
    synchronized void hurry(Visit visit, Asker asker) {
        gate.hurry(visit, asker);
    }

    /** Nobody wants what it would bring. Returns whether it stood in line. */
    synchronized boolean leave(Visit visit) {
        return gate.leave(visit);
    }

    /** See {@link KonnectClient#whenUsable}. */
    void whenUsable(Instant asked, Object who, Runnable action) {
        synchronized (this) {
            gate.whenUsable(asked, who, action);
        }
        call();
    }

    synchronized void forget(Object who) {
        gate.forget(who);
    }

    /** What came of a call that went out. */
    void answered(long permit, HttpAnswer answer) {
        synchronized (this) {
            gate.answered(permit, answer);
        }
        call();
    }

    /** Nothing came of a call that went out. */
    void abandoned(long permit) {
        synchronized (this) {
            gate.abandoned(permit);
        }
        call();
    }

    private synchronized Step next() {
        return gate.next();
    }

    private void call() {
        if (!isCalled.getAndSet(true)) {
            doorkeeper.execute(this::serve);
        }
    }

    private void serve() {
        isCalled.set(false);
        while (true) {
            switch (next()) {
                case Step.Send(var visit, var permit) -> send(visit, permit);
                case Step.TurnAway(var visits, var why) -> visits.forEach(visit -> visit.turnAway(why));
                case Step.Tell(var waiting) -> waiting.forEach(Runnable::run);
                case Step.Wait(var time) -> {
                    alarm.ifPresent(old -> old.cancel(false));
                    alarm = Optional.of(doorkeeper.schedule(this::serve, time.toNanos(), TimeUnit.NANOSECONDS));
                    return;
                }
                case Step.Rest _ -> {
                    return;
                }
            }
        }
    }

    /** Whoever waits is never left without an answer. */
    private static void send(Visit visit, long permit) {
        try {
            visit.begin(permit);
        } catch (RuntimeException bug) {
            visit.abandon(bug);
        }
    }
}
