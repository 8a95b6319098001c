package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a process says of itself when it starts. */
class StartingLineTest {

    @Test
    void the_first_line_shows_the_effective_values_without_user_info() throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                OperatorMain.class.getName(),
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
