package io.github.konnectauth.operator.protection;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.operator.kong.Grants;
import io.github.konnectauth.operator.kong.Reference;
import io.github.konnectauth.operator.kong.Reference.Target;
import io.github.konnectauth.operator.queue.Turns;
import io.github.resilience4j.core.IntervalFunction;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the finalizer on the objects of one kind for as long as they are in use. It is added at once, and removed a little
 * later, for many objects together, where namespaces take turns: before a removal the API server is asked for all that may name
 * the object, since the watches may lag behind, and see labelled resources only.
 *
 * @param <T> the kind
 */
public final class Upkeep<T extends HasMetadata> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final int TRIES = 3;
    private static final Duration GATHERING = Duration.ofMillis(500);
    private static final IntervalFunction AFTER_FAILURES =
            IntervalFunction.ofExponentialBackoff(Duration.ofSeconds(2), 2, Duration.ofMinutes(10));

    private final Held<T> held;
    private final Grants grants;
    private final Set<String> watchedNamespaces;
    private final Turns<Target> waiting = new Turns<>();
    private final ConcurrentMap<Target, Integer> failures = new ConcurrentHashMap<>();
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("finalizers").factory());

    /** @param watchedNamespaces the only ones to look for references in, and to change anything in; empty for all */
    public Upkeep(Held<T> held, Grants grants, Set<String> watchedNamespaces) {
        this.held = held;
        this.grants = grants;
        this.watchedNamespaces = watchedNamespaces;
    }

    /**
     * Adds the finalizer, if the object is in use and lacks it. If that fails, the object is taken as it is: what is known of a
     * token matters more, and the next look tries again.
     *
     * @return the object as it is then
     */
    public T hold(Target target, T read) {
        var now = read;
        for (var tries = 0; tries < TRIES; tries++) {
            try {
                if (isHeld(now) || step(now, held.seen(target)) != Usage.Step.ADD) {
                    return now;
                }
                return held.patch(now, held.finalizer().adding(now));
            } catch (KubernetesClientException e) {
                if (!isOvertaken(e)) {
                    return now;
                }
                // Somebody has changed it meanwhile, most likely another thread in just this way.
                now = held.read(target).orElse(now);
            }
        }
        return now;
    }

    /** Whether the object has the finalizer. */
    public boolean isHeld(T read) {
        return held.finalizer().isOn(read);
    }

    /** Has the finalizer looked at, if it is on the object and nobody seems to need it. */
    public void reconsiderIfSpare(Target target, T read) {
        if (isHeld(read) && seemsSpare(target, read)) {
            reconsider(target);
        }
    }

    private boolean seemsSpare(Target target, T read) {
        try {
            return step(read, held.seen(target)) == Usage.Step.REMOVE;
        } catch (KubernetesClientException e) {
            // Whoever looks closer will ask again.
            return true;
        }
    }

    /** Sees to it that the finalizer is removed soon if nobody needs it. */
    public void reconsider(Target target) {
        if (target.isPossible() && isWatched(target.namespace())) {
            synchronized (waiting) {
                waiting.add(target.namespace(), target);
            }
            schedule();
        }
    }

    /** Has this done soon, again and again until it succeeds. */
    public void look(Runnable look) {
        look(look, 0);
    }

    private void look(Runnable look, int failed) {
        var delay = failed == 0 ? GATHERING.toMillis() : AFTER_FAILURES.apply(failed);
        after(delay, () -> {
            try {
                look.run();
            } catch (KubernetesClientException e) {
                look(look, failed + 1);
            }
        });
    }

    private void schedule() {
        if (isScheduled.compareAndSet(false, true)) {
            after(GATHERING.toMillis(), this::settleSome);
        }
    }

    private void after(long millis, Runnable step) {
        if (!timer.isShutdown()) {
            var _ = timer.schedule(step, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** One after another, as their turns come: others may come while the API server takes its time. */
    private void settleSome() {
        isScheduled.set(false);
        var asked = new HashMap<String, Collection<Reference>>();
        var begin = System.nanoTime();
        var next = next();
        while (next.isPresent()) {
            settle(next.get(), namespace -> asked.computeIfAbsent(namespace, held::askedIn));
            if (System.nanoTime() - begin > GATHERING.toNanos()) {
                // What was asked is not to be believed for longer.
                schedule();
                return;
            }
            next = next();
        }
    }

    private Optional<Target> next() {
        synchronized (waiting) {
            return waiting.next();
        }
    }

    private void settle(Target target, Function<String, Collection<Reference>> askedIn) {
        try {
            if (isSettled(target, askedIn)) {
                failures.remove(target);
                return;
            }
        } catch (KubernetesClientException e) {
            // The trouble is told elsewhere.
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("namespace", target.namespace())
                    .addKeyValue("name", target.name())
                    .setCause(e)
                    .log("The finalizer of a " + target.kind() + " could not be looked at; it is tried again");
        }
        after(AFTER_FAILURES.apply(failures.merge(target, 1, Integer::sum)), () -> reconsider(target));
    }

    /** Whether nothing is left to do until something changes. What nobody here watches may change unheard. */
    private boolean isSettled(Target target, Function<String, Collection<Reference>> askedIn) {
        var found = held.read(target).filter(this::isHeld);
        if (found.isEmpty()) {
            return true;
        }
        var object = found.get();
        if (step(object, held.seen(target)) != Usage.Step.REMOVE) {
            return true;
        }
        if (step(object, asked(target, askedIn)) != Usage.Step.REMOVE) {
            return false;
        }
        // Somebody may have begun to need it while that was asked.
        hold(target, held.patch(object, held.finalizer().removing(object)));
        return true;
    }

    private Usage.Step step(T object, Collection<Reference> references) {
        return Usage.of(references, grants::permit)
                .step(isHeld(object), object.getMetadata().getDeletionTimestamp() != null, held.mayBeHeld(object));
    }

    /** Those that may count: all in the object's own namespace, and in those to which it is granted. */
    private Collection<Reference> asked(Target target, Function<String, Collection<Reference>> askedIn) {
        return Stream.concat(Stream.of(target.namespace()), grants.grantedNamespaces(target).stream())
                .distinct()
                .filter(this::isWatched)
                .flatMap(namespace -> askedIn.apply(namespace).stream())
                .filter(reference -> reference.target().equals(target))
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean isWatched(String namespace) {
        return watchedNamespaces.isEmpty() || watchedNamespaces.contains(namespace);
    }

    private static boolean isOvertaken(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == InUseFinalizer.TEST_FAILED;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
