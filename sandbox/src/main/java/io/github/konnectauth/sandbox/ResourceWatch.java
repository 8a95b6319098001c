package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hears of every change of the resources in a namespace, and lets others wait for one. */
final class ResourceWatch implements AutoCloseable {

    private final Consumer<Observation> onChange;
    private final Map<String, Observation> latest = new HashMap<>();
    private final Set<String> valid = new HashSet<>();
    private Optional<String> end = Optional.empty();
    private Optional<Watch> connection = Optional.empty();

    private ResourceWatch(Consumer<Observation> onChange) {
        this.onChange = onChange;
    }

    /**
     * Begins to watch.
     *
     * @param onChange is told of every change of what the conditions say
     */
    static ResourceWatch start(KubernetesClient client, String namespace, Consumer<Observation> onChange) {
        var watch = new ResourceWatch(onChange);
        watch.connection =
                Optional.of(KonnectKind.in(client).inNamespace(namespace).watch(watch.watcher()));
        return watch;
    }

    private Watcher<GenericKubernetesResource> watcher() {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, @Nullable GenericKubernetesResource resource) {
                var now = System.nanoTime();
                if (resource != null) {
                    learn(action, resource, now);
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                endWith(String.valueOf(cause.getMessage()));
            }
        };
    }

    private void learn(Watcher.Action action, GenericKubernetesResource resource, long now) {
        var name = resource.getMetadata().getName();
        var observation =
                action == Watcher.Action.DELETED ? Optional.<Observation>empty() : Observation.of(resource, now);
        observation.filter(each -> isNews(name, each)).ifPresent(onChange);
        synchronized (this) {
            observation.ifPresentOrElse(each -> latest.put(name, each), () -> latest.remove(name));
            if (observation.filter(Observation::isTrue).isPresent()) {
                valid.add(name);
            } else {
                valid.remove(name);
            }
            notifyAll();
        }
    }

    private synchronized boolean isNews(String name, Observation observation) {
        return Optional.ofNullable(latest.get(name))
                .filter(observation::saysTheSameAs)
                .isEmpty();
    }

    private synchronized void endWith(String cause) {
        end = Optional.of(cause);
        notifyAll();
    }

    /** What is known of a resource. */
    synchronized Optional<Observation> latest(String name) {
        return Optional.ofNullable(latest.get(name));
    }

    /** How many resources are valid now. */
    synchronized int countValid() {
        return valid.size();
    }

    /**
     * Waits until a resource is as wanted.
     *
     * @param what in the words of an error: "konnect-api-auth to be valid"
     */
    Observation await(String name, Predicate<Observation> wanted, String what, Duration limit)
            throws SandboxFailure, InterruptedException {
        return await(
                () -> latest(name).filter(wanted),
                () -> latest(name)
                        .map(seen -> "it is " + seen.valid() + " (" + seen.readyReason() + ": " + seen.message() + ")")
                        .orElse("it has no condition APIAuthValid"),
                what,
                limit);
    }

    /** Waits until so many resources are valid. */
    void awaitValid(int count, Duration limit) throws SandboxFailure, InterruptedException {
        await(
                () -> Optional.of(countValid()).filter(now -> now >= count),
                () -> countValid() + " are",
                count + " resources to be valid",
                limit);
    }

    private synchronized <T> T await(Supplier<Optional<T>> sought, Supplier<String> state, String what, Duration limit)
            throws SandboxFailure, InterruptedException {
        var until = System.nanoTime() + limit.toNanos();
        while (true) {
            var found = sought.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (end.isPresent()) {
                throw new SandboxFailure("The watch for " + what + " was ended by the API server: " + end.get());
            }
            var left = until - System.nanoTime();
            if (left <= 0) {
                throw new SandboxFailure(
                        "Waited " + limit.toSeconds() + " s for " + what + ", but " + state.get() + ".");
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    @Override
    public void close() {
        connection.ifPresent(Watch::close);
    }
}
