package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.queue.Turns;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Events that wait to be written, one after another and none too soon after the other: they come after the statuses that they
 * speak of, and cost them little. Namespaces take turns, and when too many wait, the oldest of the namespace with the most
 * give way, so that whoever causes many keeps nobody else's from being written.
 */
final class Announcements implements AutoCloseable {

    private static final int MAX_WAITING = 10_000;
    private static final Duration BETWEEN = Duration.ofMillis(50);

    private final Consumer<Announcement> write;

    /** The writing of each, since two may be alike. */
    private final Turns<Runnable> waiting = new Turns<>();

    /** One thread, which has at least as many turns as Events wait. */
    private final ThreadPoolExecutor turns = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofVirtual().name("events").factory(),
            new ThreadPoolExecutor.DiscardOldestPolicy());

    /** @param write writes one; does not throw */
    Announcements(Consumer<Announcement> write) {
        this.write = write;
    }

    /** Has it written when its turn comes. Does not wait. */
    void add(Announcement announcement) {
        enqueue(announcement);
        turns.execute(this::writeNext);
    }

    private synchronized void enqueue(Announcement announcement) {
        if (waiting.size() == MAX_WAITING) {
            var _ = waiting.nextOfTheFullest();
        }
        waiting.add(announcement.namespace(), () -> write.accept(announcement));
    }

    private synchronized Optional<Runnable> next() {
        return waiting.next();
    }

    private void writeNext() {
        next().ifPresent(writing -> {
            writing.run();
            try {
                // Many resources at once are not to be slowed down by the Events about them.
                Thread.sleep(BETWEEN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Writes what is waiting, for at most a few seconds. */
    @Override
    public void close() {
        turns.shutdown();
        try {
            if (!turns.awaitTermination(3, TimeUnit.SECONDS)) {
                turns.shutdownNow();
            }
        } catch (InterruptedException e) {
            turns.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
