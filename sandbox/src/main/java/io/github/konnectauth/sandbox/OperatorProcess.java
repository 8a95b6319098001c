package io.github.konnectauth.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The operator, in a JVM of its own, as users run it. */
final class OperatorProcess {

    private static final Duration FOR_THE_START = Duration.ofSeconds(60);
    private static final Duration FOR_THE_STOP = Duration.ofSeconds(25);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final long startedAt;
    private final Path log;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private OperatorProcess(Process process, long startedAt, Path log) {
        this.process = process;
        this.startedAt = startedAt;
        this.log = log;
    }

    /** Starts one, which is not ready yet. */
    static OperatorProcess start(OperatorLaunch launch, Teardown teardown) throws SandboxFailure {
        if (!Files.isReadable(launch.jar())) {
            throw new SandboxFailure(
                    "There is no operator at " + launch.jar() + ". Build it: mvn package -pl operator -am");
        }
        try {
            var startedAt = System.nanoTime();
            var operator = new OperatorProcess(launch.builder().start(), startedAt, launch.log());
            teardown.add("stop the operator", operator::stop);
            Thread.ofPlatform().daemon().name("operator-log").start(operator::readLog);
            return operator;
        } catch (IOException e) {
            throw new SandboxFailure("The operator could not be started: " + e.getMessage(), e);
        }
    }

    private void readLog() {
        try (var lines = process.inputReader();
                var file = Files.newBufferedWriter(log)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                file.write(line);
                file.newLine();
                file.flush();
                learnPort(line);
            }
        } catch (IOException e) {
            port.completeExceptionally(e);
        } finally {
            port.completeExceptionally(new IOException("it has ended"));
        }
    }

    private void learnPort(String line) {
        if (!port.isDone() && line.contains("managementPort")) {
            try {
                var number = JSON.readTree(line).path("managementPort").asInt();
                if (number > 0) {
                    port.complete(number);
                }
            } catch (JsonProcessingException e) {
                // Not a line of the operator's own.
            }
        }
    }

    /**
     * Waits until {@code /readyz} answers 200.
     *
     * @return the time since the start of the process
     * @throws SandboxFailure if it ends before, or is not ready within a minute
     */
    Duration awaitReady() throws SandboxFailure, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var end = startedAt + FOR_THE_START.toNanos();
            var ready = URI.create(
                    "http://127.0.0.1:" + port.get(FOR_THE_START.toMillis(), TimeUnit.MILLISECONDS) + "/readyz");
            var question = HttpRequest.newBuilder(ready).timeout(FOR_THE_START).build();
            while (http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
                if (System.nanoTime() - end > 0) {
                    throw new TimeoutException();
                }
                Thread.sleep(BETWEEN_QUESTIONS);
            }
            return Duration.ofNanos(System.nanoTime() - startedAt);
        } catch (TimeoutException e) {
            throw new SandboxFailure(
                    "The operator was not ready after " + FOR_THE_START.toSeconds() + " s." + lastWords(), e);
        } catch (ExecutionException | IOException e) {
            throw new SandboxFailure("The operator ended before it was ready." + lastWords(), e);
        }
    }

    /** What it said last, to put behind an error. */
    private String lastWords() {
        try {
            var lines = Files.readAllLines(log);
            return " Its last line, of " + log + ": " + (lines.isEmpty() ? "(none)" : lines.getLast());
        } catch (IOException e) {
            return "";
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Processor time used so far; on Linux from {@code /proc/<pid>/stat}, in steps of 10 ms. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Asks it to end, and insists after a while. */
    void stop() throws InterruptedException {
        // Not Process.destroy(), which would close the stream that the last lines of its log come through.
        process.toHandle().destroy();
        if (!process.waitFor(FOR_THE_STOP.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
