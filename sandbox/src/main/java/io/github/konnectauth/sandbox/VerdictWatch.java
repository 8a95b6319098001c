package io.github.konnectauth.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hears of the verdicts of many resources, for as little processor time as it can, and lets others wait for them. */
final class VerdictWatch implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Longer than anything that is measured. */
    private static final int SECONDS = 3600;

    private static final Duration FOR_THE_BEGINNING = Duration.ofSeconds(30);

    private final ApiServerCalls calls;
    private final String path;
    private final Map<String, Long> valid = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> undecided = new HashSet<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private String version;
    private Optional<AsyncBody> body = Optional.empty();
    private Optional<String> end = Optional.empty();
    private boolean isClosed;

    private VerdictWatch(ApiServerCalls calls, String path, String version) {
        this.calls = calls;
        this.path = path;
        this.version = version;
    }

    /** Begins with what is there; returns when everything that happens from now on will be heard. */
    static VerdictWatch start(ApiServerCalls calls, String path) throws SandboxFailure, InterruptedException {
        var watch = new VerdictWatch(calls, path, version(calls.get(path + "?limit=1")));
        watch.connect();
        watch.await(() -> watch.body.isPresent(), () -> "it does not answer", "the watch to begin", FOR_THE_BEGINNING);
        return watch;
    }

    /** The list's own, after which nothing in it has changed. Each element has one too. */
    static String version(String list) throws SandboxFailure {
        var none = "The list of resources has no version to watch from.";
        try {
            var version =
                    JSON.readTree(list).path("metadata").path("resourceVersion").asText();
            if (version.isEmpty()) {
                throw new SandboxFailure(none);
            }
            return version;
        } catch (JsonProcessingException e) {
            throw new SandboxFailure(none, e);
        }
    }

    private void connect() {
        var request = calls.streaming(path + "?watch=1&timeoutSeconds=" + SECONDS + "&resourceVersion=" + version);
        // Whatever becomes of it is told to those who wait.
        var _ = calls.http()
                .consumeBytes(request, (buffers, more) -> {
                    heard(buffers);
                    more.consume();
                })
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        endWith(failure.toString());
                    } else if (!answer.isSuccessful()) {
                        endWith("it answered " + answer.code());
                    } else {
                        open(answer.body());
                    }
                });
    }

    private synchronized void open(AsyncBody stream) {
        body = Optional.of(stream);
        var _ = stream.done().whenComplete((_, failure) -> over(failure));
        stream.consume();
        notifyAll();
    }

    /** The API server cuts off who is slow to listen, and that is whoever shares two processors with it. */
    private synchronized void over(@Nullable Throwable failure) {
        if (isClosed) {
            return;
        }
        if (failure == null && end.isEmpty()) {
            line.reset();
            connect();
        } else {
            endWith(String.valueOf(failure));
        }
    }

    private synchronized void endWith(String cause) {
        if (end.isEmpty()) {
            end = Optional.of(cause);
        }
        notifyAll();
    }

    private synchronized void heard(List<ByteBuffer> buffers) {
        var now = System.nanoTime();
        for (var buffer : buffers) {
            var bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            var begin = 0;
            for (var at = 0; at < bytes.length; at++) {
                if (bytes[at] == '\n') {
                    line.write(bytes, begin, at - begin);
                    learn(line.toByteArray(), now);
                    line.reset();
                    begin = at + 1;
                }
            }
            line.write(bytes, begin, bytes.length - begin);
        }
        notifyAll();
    }

    private void learn(byte[] text, long now) {
        try {
            var event = VerdictEvent.read(text);
            if (event.isError()) {
                endWith("it sent an error");
            } else {
                learn(event, now);
            }
        } catch (IOException e) {
            endWith("it sent what is no JSON: " + e.getMessage());
        }
    }

    private void learn(VerdictEvent event, long now) {
        version = event.version();
        var name = event.name();
        if (event.isTrue() && !event.isDeleted()) {
            valid.putIfAbsent(name, now);
        } else {
            valid.remove(name);
        }
        if (event.isFalse()) {
            refused.add(name);
        } else if (!event.isTrue()
                && !event.reason().isEmpty()
                && !event.reason().equals("Pending")) {
            undecided.add(name);
        }
    }

    /** How many are valid now. */
    synchronized int countValid() {
        return valid.size();
    }

    /** How many have ever been told to be invalid. */
    synchronized int countEverFalse() {
        return refused.size();
    }

    /** How many have ever been told that nobody knows, beyond not having been looked at. */
    synchronized int countEverUndecided() {
        return undecided.size();
    }

    private OptionalLong validSince(String name) {
        var time = valid.get(name);
        return time == null ? OptionalLong.empty() : OptionalLong.of(time);
    }

    /** Waits until a resource is valid. @return the {@link System#nanoTime()} when that was heard */
    synchronized long awaitValid(String name, Duration limit) throws SandboxFailure, InterruptedException {
        await(() -> validSince(name).isPresent(), () -> "it is not", name + " to be valid", limit);
        return validSince(name).orElseThrow();
    }

    /** Waits until so many are valid. */
    void awaitValid(int count, Duration limit) throws SandboxFailure, InterruptedException {
        await(() -> valid.size() >= count, () -> valid.size() + " are", count + " resources to be valid", limit);
    }

    private synchronized void await(BooleanSupplier wanted, Supplier<String> state, String what, Duration limit)
            throws SandboxFailure, InterruptedException {
        var until = System.nanoTime() + limit.toNanos();
        while (!wanted.getAsBoolean()) {
            if (end.isPresent() && !isClosed) {
                throw new SandboxFailure("Waiting for " + what + ", the watch has ended: " + end.get());
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
    public synchronized void close() {
        isClosed = true;
        body.ifPresent(AsyncBody::cancel);
    }
}
