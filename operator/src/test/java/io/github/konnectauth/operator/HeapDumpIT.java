package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of tokens in the memory of an operator when what held them is gone. */
@NeedsApiServer
class HeapDumpIT {

    private static final int SEVERAL = 5;

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
    void soon_after_resource_and_secret_are_gone_tokens_are_left_in_buffers_only() {
        var server = scene.konnect().origin();
        try (var operator = operator()) {
            for (var number = 0; number < SEVERAL; number++) {
                scene.secret("secret-" + number, scene.token());
                scene.referring("referring-" + number, "secret-" + number, server);
                scene.awaitReason("referring-" + number, "Valid");
                scene.inline("inline-" + number, scene.token(), server);
                scene.awaitReason("inline-" + number, "Valid");
                scene.inline("rejected-" + number, Canary.token(), server);
                scene.awaitReason("rejected-" + number, "TokenRejected");
            }
            assertThat(tokens(operator))
                    .as("what is known is found, so that what is not found is not there")
                    .anyMatch(text -> text.length < HeapDump.SHORTEST_BUFFER)
                    .hasSizeGreaterThanOrEqualTo(3 * SEVERAL);

            for (var number = 0; number < SEVERAL; number++) {
                scene.raw("referring-" + number).handle().delete();
                scene.raw("inline-" + number).handle().delete();
                scene.raw("rejected-" + number).handle().delete();
                scene.secret("secret-" + number).delete();
                // The finalizer is taken off first.
                var secret = scene.secret("secret-" + number);
                Awaitility.await().atMost(Scene.PATIENCE).until(() -> secret.get() == null);
            }
            Awaitility.await()
                    .atMost(Scene.PATIENCE)
                    .until(() -> !operator.get("/metrics").contains("resource_ready{"));
            // As long as it has the connection, that keeps what it has sent, to send it shorter next time.
            Awaitility.await()
                    .atMost(Scene.PATIENCE)
                    .pollInterval(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(tokens(operator))
                            .extracting(text -> text.length)
                            .allMatch(length -> length >= HeapDump.SHORTEST_BUFFER));
        }
    }

    /** What holds a token, in whatever form. */
    private List<byte[]> tokens(OperatorProcess operator) {
        var dump = operator.heap(directory.resolve("heap.hprof"));
        var found = HeapDump.texts(dump).stream().filter(Canary::isIn).toList();
        assertThat(dump.toFile().delete()).isTrue();
        return found;
    }

    private OperatorProcess operator() {
        return OperatorProcess.run(
                scene.server().kubeconfig(),
                Map.of(),
                "--allowed-hosts=localhost:" + scene.konnect().port(),
                "--watch-namespaces=" + scene.namespace(),
                "--ca-bundle=" + scene.konnect().writeCa(directory));
    }
}
