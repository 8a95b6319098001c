package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands with {@code kubectl wait} that the documents tell people to run, as they stand there. */
@NeedsApiServer
class KubectlWaitIT {

    private static final String STALLED = "condition=Stalled";

    @TempDir
    private Path directory = Path.of("");

    /** Of a resource with the name konnect. */
    static Stream<String> commands() throws IOException {
        var found = Stream.<String>builder();
        for (var file : List.of("../README.md", "../docs/waiting.md")) {
            try (var lines = Files.lines(Path.of(file))) {
                lines.filter(line -> line.startsWith("kubectl wait ")).forEach(found::add);
            }
        }
        return found.build().distinct();
    }

    static Stream<String> untilValid() throws IOException {
        return commands().filter(command -> !command.contains(STALLED));
    }

    static Stream<String> untilStalled() throws IOException {
        return commands().filter(command -> command.contains(STALLED));
    }

    @ParameterizedTest
    @MethodSource("untilValid")
    void it_ends_well_when_the_token_turns_valid_meanwhile(String command) {
        try (var scene = Scene.on(ApiServer.Crd.OURS)) {
            scene.referring("konnect", "token");
            scene.operator();
            scene.awaitReason("konnect", "SecretNotFound");

            var waiting = new Waiting(scene, command);
            assertThat(waiting.isOver(1)).isFalse();
            scene.secret("token", scene.token());

            assertThat(waiting.exitCode()).as(waiting.output()).isZero();
            assertThat(waiting.output()).contains("condition met");
        }
    }

    @ParameterizedTest
    @MethodSource("untilValid")
    void it_fails_for_a_bad_token_when_the_time_is_over(String command) {
        try (var scene = Scene.on(ApiServer.Crd.OURS)) {
            scene.operator();
            scene.inline("konnect", Canary.token());
            scene.awaitReason("konnect", "TokenRejected");

            assertTimesOut(scene, command);
        }
    }

    @ParameterizedTest
    @MethodSource("untilStalled")
    void it_ends_when_somebody_has_to_change_something(String command) {
        try (var scene = Scene.on(ApiServer.Crd.OURS)) {
            scene.inline("konnect", Canary.token());
            var waiting = new Waiting(scene, command);
            assertThat(waiting.isOver(1)).isFalse();
            scene.operator();

            assertThat(waiting.exitCode()).as(waiting.output()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "KONGS"})
    void neither_a_new_resource_nor_a_verdict_on_a_former_spec_is_taken_for_valid(ApiServer.Crd crd)
            throws IOException {
        try (var scene = Scene.on(crd)) {
            scene.inline("konnect", scene.token());
            for (var command : untilValid().toList()) {
                assertTimesOut(scene, command);
            }

            var operator = scene.operator();
            scene.awaitReason("konnect", "Valid");
            for (var command : untilValid().toList()) {
                assertThat(new Waiting(scene, command).exitCode()).isZero();
            }
            scene.stop(operator);
            scene.raw("konnect").spec("token", Canary.token());

            for (var command : untilValid().toList()) {
                assertTimesOut(scene, command);
            }
        }
    }

    private void assertTimesOut(Scene scene, String command) {
        assertThat(command).contains("--timeout=60s");
        var waiting = new Waiting(scene, command.replace("--timeout=60s", "--timeout=1s"));

        assertThat(waiting.exitCode()).as(waiting.output()).isEqualTo(1);
        assertThat(waiting.output()).contains("timed out waiting for the condition");
    }

    /** A command that a shell runs, in the scene's namespace. */
    private final class Waiting {

        private final Process process;
        private final Path output;

        Waiting(Scene scene, String command) {
            try {
                var kubeconfig = Files.writeString(
                        directory.resolve("kubeconfig"), scene.server().kubeconfig());
                output = Files.createTempFile(directory, "output", ".txt");
                var builder = new ProcessBuilder(
                                "bash",
                                "-euc",
                                "kubectl config set-context --current --namespace=" + scene.namespace()
                                        + " >/dev/null\n" + command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
                var environment = builder.environment();
                environment.put("KUBECONFIG", kubeconfig.toString());
                environment.put("HOME", directory.toString());
                environment.merge(
                        "PATH",
                        Objects.requireNonNull(ApiServer.kubectl().getParent()).toString(),
                        (path, kubectl) -> kubectl + File.pathSeparator + path);
                process = builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean isOver(int seconds) {
            try {
                return process.waitFor(seconds, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        int exitCode() {
            assertThat(isOver(90)).as(output()).isTrue();
            return process.exitValue();
        }

        String output() {
            try {
                return Files.readString(output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
