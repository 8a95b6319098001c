package io.github.konnectauth.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.konnectauth.operator.queue.Turns;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs looks. Namespaces take turns, so a tenant whose resources all have to be looked at holds up nobody else. The framework
 * does not say whose look it hands over, but tells its metrics right before, on the same thread.
 */
final class Looks extends ThreadPoolExecutor implements Metrics {

    private final Turns<Runnable> waiting = new Turns<>();
    private final ThreadLocal<@Nullable String> namespace = new ThreadLocal<>();
    private final Runnable turn = this::lookAtNext;

    /**
     * @param atOnce how many looks are under way at once, at most; each that waits for the API server holds what it has read
     *     and what it is about to write
     */
    Looks(int atOnce) {
        // Threads are used again for a while, since JSON's buffers belong to threads.
        super(
                atOnce,
                atOnce,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofVirtual().name("look-", 0).factory());
        allowCoreThreadTimeOut(true);
    }

    /** The look that is handed over next on this thread is one at this resource. */
    @Override
    public void reconcileCustomResource(HasMetadata resource, @Nullable RetryInfo retry, Map<String, Object> metadata) {
        namespace.set(resource.getMetadata().getNamespace());
    }

    @Override
    public void execute(Runnable look) {
        var whose = Optional.ofNullable(namespace.get()).orElse("");
        namespace.remove();
        synchronized (waiting) {
            // The pool queues turns; whose each is shows when it comes. A look that is refused does not wait.
            super.execute(turn);
            waiting.add(whose, look);
        }
    }

    private void lookAtNext() {
        Optional<Runnable> look;
        synchronized (waiting) {
            look = waiting.next();
        }
        look.ifPresent(Runnable::run);
    }
}
