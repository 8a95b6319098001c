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
import java.util.OptionalInt;
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

    private OperatorProcess(Process process, long startedAt, Path log) {
        this.process = process;
        this.startedAt = startedAt;
        this.log = log;
    }

    /** Starts one, which is not ready yet. */
    static OperatorProcess start(OperatorLaunch launch, Teardown teardown) throws SandboxFailure {
        var jar = launch.program().jar();
        if (!Files.isReadable(jar)) {
            throw new SandboxFailure("There is no operator at " + jar + ". Build it: mvn package -pl operator -am");
        }
        try {
            var startedAt = System.nanoTime();
            var operator = new OperatorProcess(launch.builder().start(), startedAt, launch.log());
            teardown.add("stop the operator", operator::stop);
            return operator;
        } catch (IOException e) {
            throw new SandboxFailure("The operator could not be started: " + e.getMessage(), e);
        }
    }

    /** Where it listens, once it has said so. */
    private OptionalInt port() throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("managementPort"))
                    .mapToInt(OperatorProcess::port)
                    .filter(number -> number > 0)
                    .findFirst();
        }
    }

    private static int port(String line) {
        try {
            return JSON.readTree(line).path("managementPort").asInt();
        } catch (JsonProcessingException e) {
            // Not a line of the operator's own, or not all of it yet.
            return 0;
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
            var port = port();
            while (port.isEmpty()) {
                rest();
                port = port();
            }
            var ready = URI.create("http://127.0.0.1:" + port.getAsInt() + "/readyz");
            var question = HttpRequest.newBuilder(ready).timeout(FOR_THE_START).build();
            while (http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
                rest();
            }
            return Duration.ofNanos(System.nanoTime() - startedAt);
        } catch (TimeoutException e) {
            throw new SandboxFailure(
                    "The operator was not ready after " + FOR_THE_START.toSeconds() + " s." + lastWords(), e);
        } catch (IOException e) {
            throw new SandboxFailure("The operator ended before it was ready." + lastWords(), e);
        }
    }

    private void rest() throws IOException, TimeoutException, InterruptedException {
        if (!process.isAlive()) {
            throw new IOException("it has ended");
        }
        if (System.nanoTime() - startedAt > FOR_THE_START.toNanos()) {
            throw new TimeoutException();
        }
        Thread.sleep(BETWEEN_QUESTIONS);
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

    /**
     * That it is still running.
     *
     * @throws SandboxFailure with its last words, if it has ended by itself
     */
    void demandRunning() throws SandboxFailure {
        if (!isRunning()) {
            throw new SandboxFailure(
                    "The operator has ended by itself, with exit code " + process.exitValue() + "." + lastWords());
        }
    }

    /** Processor time used so far; on Linux from {@code /proc/<pid>/stat}, in steps of 10 ms. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Asks it to end, and insists after a while. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(FOR_THE_STOP.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
