package io.github.konnectauth.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program run with the cluster of one kubeconfig. */
record Program(Path program, Path kubeconfig) {

    /**
     * What became of one run.
     *
     * @param output standard output and error
     */
    record Run(int exitCode, String output) {

        /** The output, of a run that succeeded. */
        String succeeded() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + ": " + output);
            }
            return output;
        }

        /** The output, of a run that did not. */
        String failed() {
            if (exitCode == 0) {
                throw new AssertionError("succeeded: " + output);
            }
            return output;
        }
    }

    /**
     * Makes the file, too.
     *
     * @param kubeconfig its content
     */
    static Program of(Path program, String kubeconfig, Path directory) throws IOException {
        return new Program(program, Files.writeString(directory.resolve("kubeconfig"), kubeconfig));
    }

    Run run(String... arguments) {
        return runWith("", arguments);
    }

    Run runWith(String input, String... arguments) {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            var output = Files.createTempFile(kubeconfig.getParent(), "output", ".txt");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("KUBECONFIG", kubeconfig.toString());
            builder.environment()
                    .put("HELM_CACHE_HOME", kubeconfig.resolveSibling("cache").toString());
            builder.environment()
                    .put("HELM_CONFIG_HOME", kubeconfig.resolveSibling("config").toString());
            builder.environment()
                    .put("HELM_DATA_HOME", kubeconfig.resolveSibling("data").toString());
            var process = builder.start();
            try (var stdin = process.outputWriter()) {
                stdin.write(input);
            }
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " does not end; it has written: " + Files.readString(output));
            }
            return new Run(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
