package io.github.konnectauth.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What has to be stopped, in the reverse order of its start: at the end of the run, or when the process is told to stop.
 */
final class Teardown implements AutoCloseable {

    /** Undoes one thing. */
    interface Undo {
        void run() throws Exception;
    }

    private record Entry(String what, Undo undo) {}

    private final Progress progress;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private boolean isClosed;

    private Teardown(Progress progress) {
        this.progress = progress;
    }

    /** A teardown that also happens on SIGINT and SIGTERM, and then kills the processes that are left. */
    static Teardown alsoOnSignal(Progress progress) {
        var teardown = new Teardown(progress);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("teardown").unstarted(teardown::onShutdown));
        return teardown;
    }

    /** Undoes this before everything that was added earlier; at once if everything is being stopped already. */
    void add(String what, Undo undo) {
        var entry = new Entry(what, undo);
        if (!isPushed(entry)) {
            undo(entry);
        }
    }

    private synchronized boolean isPushed(Entry entry) {
        if (!isClosed) {
            entries.push(entry);
        }
        return !isClosed;
    }

    private void onShutdown() {
        if (!isClosed()) {
            progress.step("Told to stop: stopping everything.");
        }
        progress.fallSilent();
        close();
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    /** Whether things are being stopped, or have been. */
    synchronized boolean isClosed() {
        return isClosed;
    }

    /** Stops everything; what another thread is stopping already is left to it. */
    @Override
    public void close() {
        for (var entry = next(); entry.isPresent(); entry = next()) {
            undo(entry.get());
        }
    }

    private synchronized Optional<Entry> next() {
        isClosed = true;
        return Optional.ofNullable(entries.poll());
    }

    private void undo(Entry entry) {
        try {
            entry.undo().run();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            progress.step("Could not " + entry.what() + ": " + e.getMessage());
        }
    }
}
