package io.github.konnectauth.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The operator as people run it: the jar, in a process of its own. */
public final class OperatorProcess implements AutoCloseable {

    /** For a JVM of a short life. */
    static final List<String> QUICK_TO_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final Path JAR = Path.of("../operator/target/konnect-auth-operator.jar");

    private final Process process;
    private final Path output;

    private OperatorProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param kubeconfig the file's content
     */
    public static OperatorProcess run(String kubeconfig, Map<String, String> environment, String... flags) {
        return run(List.of(), kubeconfig, environment, flags);
    }

    /**
     * Starts it.
     *
     * @param jvm flags for the JVM
     */
    static OperatorProcess run(List<String> jvm, String kubeconfig, Map<String, String> environment, String... flags) {
        return start(jvm, kubeconfig, environment, List.of("run", "--management-port", "0"), flags);
    }

    /** Starts the program that hands back. */
    public static OperatorProcess handBack(String kubeconfig, String... flags) {
        return start(List.of(), kubeconfig, Map.of(), List.of("hand-back"), flags);
    }

    private static OperatorProcess start(
            List<String> jvm,
            String kubeconfig,
            Map<String, String> environment,
            List<String> subcommand,
            String... flags) {
        try {
            var directory = Files.createTempDirectory("operator");
            var file = Files.writeString(directory.resolve("kubeconfig"), kubeconfig);
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvm);
            command.addAll(List.of("-jar", JAR.toString()));
            command.addAll(subcommand);
            command.addAll(List.of(flags));
            var output = directory.resolve("output");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("KUBECONFIG", file.toString());
            // So that a token that only the finest level would show is found.
            builder.environment().put("KONNECT_AUTH_LOG_LEVEL", "trace");
            builder.environment().putAll(environment);
            return new OperatorProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has written so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it serves there. */
    public String get(String path) {
        var port = Pattern.compile("\"managementPort\":(\\d+)").matcher(output());
        if (!port.find()) {
            throw new AssertionError("the operator has not told its port; it has written: " + output());
        }
        return Page.read(Integer.parseInt(port.group(1)), path);
    }

    public void awaitOutput(String text) {
        Awaitility.await("for '" + text + "' in the output of the operator")
                .atMost(Duration.ofSeconds(90))
                .until(() -> output().contains(text));
    }

    /** Waits until it ends by itself. */
    public int exitCode() {
        return waitFor();
    }

    /** Ends it as Kubernetes does. */
    public int terminate() {
        process.destroy();
        return waitFor();
    }

    /** Asks it to end as Kubernetes does, and does not wait for that. */
    void askToEnd() {
        process.destroy();
    }

    /** Kills it without any warning, and returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        waitFor();
    }

    /** Waits for its end, for at most this time. */
    boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops it where it is, as a frozen container does. */
    void pause() {
        signal("STOP");
    }

    /** Lets it go on after a {@link #pause}. */
    void resume() {
        signal("CONT");
    }

    /** Writes what is alive in its heap into a new file. */
    Path heap(Path file) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        execute(jcmd, Long.toString(process.pid()), "GC.heap_dump", file.toString());
        return file;
    }

    private void signal(String name) {
        execute("kill", "-" + name, Long.toString(process.pid()));
    }

    private static void execute(String... command) {
        try {
            var tool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (tool.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private int waitFor() {
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new AssertionError("the operator still runs; it has written: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Canary.assertAbsent("the output of the process", output());
    }
}
