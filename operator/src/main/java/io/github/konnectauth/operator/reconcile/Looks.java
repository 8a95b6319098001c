package io.github.konnectauth.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.github.konnectauth.operator.queue.Turns;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs looks. Namespaces take turns, and none has more than its share of looks under way, so that a tenant whose resources all
 * have to be looked at, or whose looks take long, leaves room for others. The framework does not say whose look it hands over,
 * but tells its metrics right before, on the same thread.
 */
final class Looks extends ThreadPoolExecutor implements Metrics {

    private final int atOnce;
    private final int ofOneNamespace;
    private final ThreadLocal<@Nullable String> announced = new ThreadLocal<>();
    private final Turns<Look> waiting = new Turns<>();

    /** How many looks of a namespace are under way; no namespace has none. */
    private final Map<String, Integer> underWay = new HashMap<>();

    private int allUnderWay;

    private record Look(String namespace, Runnable run) {}

    /**
     * @param atOnce how many looks are under way, at most; each that waits for the API server holds what it has read and what
     *     it is about to write
     * @param ofOneNamespace how many of them are at resources of one namespace, at most
     */
    Looks(int atOnce, int ofOneNamespace) {
        // Threads are used again for a while, since JSON's buffers belong to threads. No look waits in its
        // queue.
        super(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofVirtual().name("look-", 0).factory());
        this.atOnce = atOnce;
        this.ofOneNamespace = ofOneNamespace;
    }

    /** The look that is handed over next on this thread is one at this resource. */
    @Override
    public void reconcileCustomResource(HasMetadata resource, @Nullable RetryInfo retry, Map<String, Object> metadata) {
        announced.set(resource.getMetadata().getNamespace());
    }

    @Override
    public void execute(Runnable look) {
        var namespace = Optional.ofNullable(announced.get()).orElse("");
        announced.remove();
        synchronized (waiting) {
            if (isShutdown()) {
                throw new RejectedExecutionException("no look begins any more");
            }
            waiting.add(namespace, new Look(namespace, look));
            begin();
        }
    }

    /** Lets begin all whose turn it is. */
    private void begin() {
        while (allUnderWay < atOnce && !isShutdown()) {
            var next = waiting.next(namespace -> underWay.getOrDefault(namespace, 0) < ofOneNamespace);
            if (next.isEmpty()) {
                return;
            }
            underWay.merge(next.get().namespace(), 1, Integer::sum);
            allUnderWay++;
            super.execute(() -> run(next.get()));
        }
    }

    private void run(Look look) {
        try {
            look.run().run();
        } finally {
            synchronized (waiting) {
                underWay.computeIfPresent(look.namespace(), (_, count) -> count == 1 ? null : count - 1);
                allUnderWay--;
                begin();
            }
        }
    }

    /** Those that have begun end, and no other begins. */
    @Override
    public void shutdown() {
        synchronized (waiting) {
            waiting.clear();
            super.shutdown();
        }
    }
}
