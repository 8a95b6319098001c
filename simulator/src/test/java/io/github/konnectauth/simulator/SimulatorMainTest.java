package io.github.konnectauth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The program as a process of its own. */
class SimulatorMainTest {
    private static final int SIGTERM_EXIT = 128 + 15;

    @Test
    void sigterm_stops_it_cleanly_and_nothing_else_is_printed() throws Exception {
        Process process = start("--port=0", "--proxy-port=0");
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).contains("simulator listens");

            process.toHandle().destroy();

            List<String> rest = output.lines().toList();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
            assertThat(rest.getLast()).isEqualTo("The Konnect simulator has stopped.");
            assertThat(rest).noneMatch(line -> line.contains("WARNING") || line.contains("Exception"));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void an_unknown_flag_is_exit_code_2() throws Exception {
        Process process = start("--verbose");
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("konnect-simulator: unknown flag --verbose (see --help)");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(2);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder =
                new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), SimulatorMain.class.getName());
        builder.command().addAll(List.of(arguments));
        return builder.redirectErrorStream(true).start();
    }
}
