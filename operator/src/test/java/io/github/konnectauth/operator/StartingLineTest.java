package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process says, and where, before it looks for a cluster. */
class StartingLineTest {

    @Test
    void help_goes_to_the_standard_output_and_ends_with_0() throws IOException, InterruptedException {
        assertThat(ended("--help"))
                .satisfies(process -> assertThat(process.out()).startsWith("Keeps telling"))
                .satisfies(process -> assertThat(process.err()).isEmpty())
                .satisfies(process -> assertThat(process.code()).isZero());
    }

    @Test
    void a_wrong_flag_is_one_line_on_the_standard_error_and_ends_with_2() throws IOException, InterruptedException {
        assertThat(ended("run", "--unknown"))
                .isEqualTo(new Ended(
                        2,
                        "",
                        "Unknown option: '--unknown'. See 'konnect-auth-operator run --help'."
                                + System.lineSeparator()));
    }

    private record Ended(int code, String out, String err) {}

    private static Ended ended(String... arguments) throws IOException, InterruptedException {
        var process = program(arguments).start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    private static ProcessBuilder program(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                OperatorMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    @Test
    void the_first_line_shows_the_effective_values_without_user_info() throws IOException, InterruptedException {
        var process = program(
                "run",
                "--outage-grace=90s",
                "--label-selector=https://user:s3cr3t@example.com/",
                // Ends the process before it looks for a cluster.
                "--ca-bundle=/does/not/exist.pem");
        process.environment().put("KONNECT_AUTH_REQUEST_TIMEOUT", "7s");
        var running = process.redirectErrorStream(true).start();
        var lines = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(running.waitFor()).isEqualTo(1);
        assertThat(lines.lines().findFirst().orElseThrow())
                .contains("\"outage-grace\":\"90s\"", "\"request-timeout\":\"7s\"", "\"revalidation-interval\":\"10m\"")
                .contains("\"label-selector\":\"https://***@example.com/\"")
                .contains("\"message\":\"Starting\"", "\"version\":\"dev\"");
        assertThat(lines).contains("/does/not/exist.pem cannot be read").doesNotContain("s3cr3t", "\tat ");
    }
}
