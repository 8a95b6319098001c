package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.simulator.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator is stopped while it works, and started again. */
@NeedsApiServer
class RestartIT {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

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
    void a_stop_finishes_what_has_begun_and_the_next_start_does_the_rest_and_nothing_twice() {
        var operator = scene.operator();
        scene.konnect().latency(Duration.ofSeconds(1));
        NAMES.forEach(name -> scene.inline(name, scene.token()));
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .until(() -> scene.konnect().requests(Operation.IDENTITY) >= NAMES.size());

        scene.stop(operator);

        assertThat(NAMES)
                .allSatisfy(
                        name -> assertThat(scene.status(name).organizationId()).isEqualTo(Scene.ORGANIZATION));
        var versions = versions();

        scene.konnect().latency(Duration.ZERO);
        scene.inline("came-meanwhile", scene.token());
        scene.operator();

        scene.awaitReason("came-meanwhile", "Valid");
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .until(() -> scene.konnect().requests(Operation.IDENTITY) >= 2L * NAMES.size() + 1);
        scene.inline("fence", scene.token());
        scene.awaitReason("fence", "Valid");
        assertThat(versions()).isEqualTo(versions);
    }

    @Test
    void a_kill_in_the_middle_loses_nothing() {
        scene.konnect().latency(Duration.ofSeconds(3));
        try (var operator = OperatorProcess.run(
                scene.server().kubeconfig(),
                Map.of("HTTPS_PROXY", scene.konnect().proxyUrl()),
                "--watch-namespaces",
                scene.namespace(),
                "--ca-bundle",
                scene.config().caBundle().orElseThrow().toString())) {
            operator.awaitOutput("Ready");
            NAMES.forEach(name -> scene.inline(name, scene.token()));
            Awaitility.await()
                    .atMost(Scene.PATIENCE)
                    .until(() -> scene.konnect().requests(Operation.IDENTITY) >= NAMES.size());
        }

        scene.konnect().latency(Duration.ZERO);
        scene.operator();

        NAMES.forEach(name -> scene.awaitReason(name, "Valid"));
    }

    private List<String> versions() {
        return NAMES.stream().map(name -> scene.raw(name).version()).toList();
    }
}
