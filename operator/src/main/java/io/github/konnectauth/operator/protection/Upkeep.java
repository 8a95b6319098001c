package io.github.konnectauth.operator.protection;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.operator.kong.Grants;
import io.github.konnectauth.operator.kong.Reference;
import io.github.konnectauth.operator.kong.Reference.Target;
import io.github.resilience4j.core.IntervalFunction;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * later, for many objects together: before a removal the API server is asked for all that may name the object, since the watches
 * may lag behind, and see labelled resources only.
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
    private final Set<Target> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("finalizers").factory());

    private int failedRounds;

    /** @param watchedNamespaces the only ones to look for references in; empty for all */
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
        for (var tries = 0; tries < TRIES && !isHeld(now) && step(now, held.seen(target)) == Usage.Step.ADD; tries++) {
            try {
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

    /** Whether nobody needs the finalizer that the object has, as far as the watches show. */
    public boolean isSpare(Target target, T read) {
        return isHeld(read) && step(read, held.seen(target)) == Usage.Step.REMOVE;
    }

    /** Sees to it that the finalizer is removed soon if nobody needs it. */
    public void reconsider(Target target) {
        waiting.add(target);
        schedule(GATHERING);
    }

    /** Has this done soon, again and again until the API server answers it. */
    public void look(Runnable listing) {
        look(listing, 0);
    }

    private void look(Runnable listing, int failures) {
        var delay = failures == 0 ? GATHERING.toMillis() : AFTER_FAILURES.apply(failures);
        var _ = timer.schedule(
                () -> {
                    try {
                        listing.run();
                    } catch (KubernetesClientException e) {
                        look(listing, failures + 1);
                    }
                },
                delay,
                TimeUnit.MILLISECONDS);
    }

    private void schedule(Duration delay) {
        if (!timer.isShutdown() && isScheduled.compareAndSet(false, true)) {
            var _ = timer.schedule(this::settleAll, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void settleAll() {
        isScheduled.set(false);
        var asked = new HashMap<String, Collection<Reference>>();
        var failed = new HashSet<Target>();
        for (var target : Set.copyOf(waiting)) {
            waiting.remove(target);
            try {
                settle(target, namespace -> asked.computeIfAbsent(namespace, held::askedIn));
            } catch (KubernetesClientException e) {
                failed.add(target);
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("namespace", target.namespace())
                        .addKeyValue("name", target.name())
                        .setCause(e)
                        .log("The finalizer of a " + target.kind() + " could not be looked at");
            }
        }
        failedRounds = failed.isEmpty() ? 0 : failedRounds + 1;
        if (!failed.isEmpty()) {
            waiting.addAll(failed);
            schedule(Duration.ofMillis(AFTER_FAILURES.apply(failedRounds)));
        }
    }

    private void settle(Target target, Function<String, Collection<Reference>> askedIn) {
        var found = held.read(target).filter(this::isHeld);
        if (found.isEmpty()) {
            return;
        }
        var object = found.get();
        if (step(object, held.seen(target)) == Usage.Step.REMOVE
                && step(object, asked(target, askedIn)) == Usage.Step.REMOVE) {
            held.patch(object, held.finalizer().removing(object));
        }
    }

    private Usage.Step step(T object, Collection<Reference> references) {
        return Usage.of(references, grants::permit)
                .step(isHeld(object), object.getMetadata().getDeletionTimestamp() != null, held.mayBeHeld(object));
    }

    /** Those that may count: all in the object's own namespace, and in those to which it is granted. */
    private Collection<Reference> asked(Target target, Function<String, Collection<Reference>> askedIn) {
        return Stream.concat(Stream.of(target.namespace()), grants.grantedNamespaces(target.namespace()).stream())
                .distinct()
                .filter(namespace -> watchedNamespaces.isEmpty() || watchedNamespaces.contains(namespace))
                .flatMap(namespace -> askedIn.apply(namespace).stream())
                .filter(reference -> reference.target().equals(target))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isOvertaken(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == InUseFinalizer.TEST_FAILED;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
