package io.github.konnectauth.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another program, which has two minutes. */
final class Command {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Command() {}

    /**
     * Runs it.
     *
     * @return what it wrote, to either stream
     * @throws IllegalStateException if it fails or takes too long; the message ends with what it wrote
     */
    static String run(List<String> command) throws IOException, InterruptedException {
        var output = Files.createTempFile("command", ".log");
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            var ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            var text = Files.readString(output);
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException(command.getFirst()
                        + (ended ? " ended with " + process.exitValue() : " took too long") + ":\n" + text);
            }
            return text;
        } finally {
            Files.delete(output);
        }
    }

    /** The JDK's tool of this name: of the JDK that this process runs on. */
    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }
}
