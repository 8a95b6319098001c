package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The operator is killed again and again while everything changes, and the last one puts everything right.
 *
 * <p>{@code -Dcrash.kills}, {@code -Dcrash.changes} and {@code -Dcrash.seed} make it longer, shorter, or the same again.
 */
@NeedsApiServer
class CrashIT {

    private static final int KILLS = Integer.getInteger("crash.kills", 50);
    private static final int CHANGES = Integer.getInteger("crash.changes", 1000);
    private static final Duration CONVERGENCE = Duration.ofSeconds(90);
    private static final int LONGEST_PAUSE = 500;
    private static final Pattern SHOWN = Pattern.compile("konnect_auth_resource_ready\\{[^}]*name=\"([^\"]+)\"");

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
    void after_any_number_of_kills_every_status_is_what_a_fresh_look_finds_and_nothing_is_left_over() {
        var seed = Long.getLong("crash.seed", new Random().nextLong());
        try {
            var random = new Random(seed);
            var world = new RandomWorld(scene, random);
            // So that there is a middle to die in.
            scene.konnect().latency(Duration.ofMillis(50));
            for (var kill = 1; kill <= KILLS; kill++) {
                liveAndDie(world, random, CHANGES * kill / KILLS - CHANGES * (kill - 1) / KILLS);
            }
            try (var last = operator()) {
                Awaitility.await()
                        .atMost(CONVERGENCE)
                        .untilAsserted(() -> assertThat(world.stored()).isEqualTo(world.expected()));
                Awaitility.await()
                        .atMost(CONVERGENCE)
                        .untilAsserted(() -> assertThat(world.finalizers()).isEqualTo(world.expectedFinalizers()));
                Awaitility.await()
                        .atMost(Scene.PATIENCE)
                        .untilAsserted(() -> assertThat(shown(last)).isEqualTo(world.names()));
                Canary.assertAbsent("the metrics", last.get("/metrics"));
            }
        } catch (Throwable t) {
            throw new AssertionError("With -Dcrash.seed=" + seed + ": " + t.getMessage(), t);
        }
    }

    /** Some lives end before the first look, some in the middle of looks, some when all is done. */
    private void liveAndDie(RandomWorld world, Random random, int changes) {
        var pause = random.nextInt(1, LONGEST_PAUSE);
        try (var operator = operator()) {
            for (var change = 0; change < changes; change++) {
                world.change();
                assertThat(operator.endsWithin(Duration.ofMillis(random.nextInt(pause))))
                        .as(() -> "the operator ended by itself: " + operator.output())
                        .isFalse();
            }
            operator.kill();
        }
    }

    private static Set<String> shown(OperatorProcess operator) {
        return SHOWN.matcher(operator.get("/metrics"))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
    }

    private OperatorProcess operator() {
        return OperatorProcess.run(
                OperatorProcess.QUICK_TO_START,
                scene.server().kubeconfig(),
                Map.of("HTTPS_PROXY", scene.konnect().proxyUrl()),
                "--watch-namespaces=" + scene.namespace(),
                "--revalidation-interval=2s",
                "--ca-bundle=" + scene.config().caBundle().orElseThrow());
    }
}
