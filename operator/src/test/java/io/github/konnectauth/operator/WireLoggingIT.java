package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries that could print what they send and receive do not, though all that can be set is set to have them do so. */
@NeedsApiServer
class WireLoggingIT {

    @TempDir
    private Path directory = Path.of("");

    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void no_flag_and_no_variable_makes_a_library_print_what_it_sends_and_receives() throws IOException {
        var logback = Files.writeString(directory.resolve("logback.xml"), """
                <configuration>
                  <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%logger %msg%n</pattern></encoder>
                  </appender>
                  <root level="TRACE"><appender-ref ref="console"/></root>
                </configuration>
                """);
        var java = Files.writeString(directory.resolve("logging.properties"), """
                handlers=java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level=ALL
                .level=ALL
                okhttp3.level=ALL
                okhttp3.internal.http2.Http2.level=ALL
                javax.net.ssl.level=ALL
                """);
        var environment = Map.of(
                "JDK_JAVA_OPTIONS",
                "-Djavax.net.debug=all -Djava.util.logging.config.file=" + java + " -Dlogback.configurationFile="
                        + logback,
                "HTTPS_PROXY",
                scene.konnect().proxyUrl());

        try (var operator = OperatorProcess.run(
                scene.server().kubeconfig(),
                environment,
                "--log-level=trace",
                "--watch-namespaces=" + scene.namespace(),
                "--ca-bundle=" + scene.konnect().writeCa(directory))) {
            scene.inline("inline", scene.token());
            scene.secret("konnect", scene.token());
            scene.referring("referring", "konnect");
            scene.inline("rejected", Canary.token());
            scene.awaitReason("inline", "Valid");
            scene.awaitReason("referring", "Valid");
            scene.awaitReason("rejected", "TokenRejected");

            assertThat(operator.terminate()).as("ended by SIGTERM").isEqualTo(143);
            assertThat(operator.output().lines())
                    .filteredOn(line -> !line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS"))
                    .hasSizeGreaterThan(3)
                    .allMatch(line -> line.startsWith("{\"time\":"))
                    .noneMatch(line -> line.contains("\"level\":\"DEBUG\"") || line.contains("\"level\":\"TRACE\""));
        }
    }
}
