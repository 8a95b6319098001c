package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tenant does in its namespace what it can to be in the way of others. {@code sandbox/bench --only flood} measures it. */
@NeedsApiServer
class NoisyTenantIT {

    private static final int BROKEN = 200;
    private static final int QUIET = 5;

    /** Of looks that are under way. */
    private static final int SHARE = 16;

    private static final int LARGE = 1_000_000;
    private static final int BETWEEN_REWRITES = 10;
    private static final String SERVER = "us.api.konghq.com";

    private final AtomicInteger rewrites = new AtomicInteger();
    private Scene scene;
    private String noisy;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
        noisy = new KongKindsInstalled(scene.client()).namespace(scene.namespace() + "-noisy");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void others_get_their_verdicts_and_events_while_one_resource_is_rewritten_all_the_time_beside_many_broken_ones() {
        scene.operator("--watch-namespaces=" + scene.namespace() + "," + noisy);
        large();
        for (var number = 0; number < BROKEN; number++) {
            scene.resource(noisy, "broken-" + number, broken(number));
        }
        scene.resource(noisy, "restless", inline(Canary.token()));

        try (var rewriting = Executors.newScheduledThreadPool(
                4, Thread.ofVirtual().name("rewriting-", 0).factory())) {
            var isRewriting = rewriting.scheduleAtFixedRate(this::rewrite, 0, BETWEEN_REWRITES, TimeUnit.MILLISECONDS);
            for (var number = 0; number < QUIET; number++) {
                scene.inline("quiet-" + number, scene.token());
                scene.awaitReason("quiet-" + number, "Valid");
            }
            Awaitility.await().atMost(Scene.PATIENCE).until(() -> events() == QUIET);
            assertThat(isRewriting.isDone()).as("an error would end it").isFalse();
            rewriting.shutdownNow();
        }

        assertThat(rewrites).hasValueGreaterThan(QUIET);
        token(scene.token());
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .untilAsserted(() -> assertThat(reason("restless")).isEqualTo("Valid"));
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .untilAsserted(() -> assertThat(reason("broken-2")).isEqualTo("MalformedToken"));
    }

    @Test
    void a_namespace_whose_statuses_the_API_server_does_not_take_has_its_share_of_looks_and_no_more() {
        var faults = new ApiServerFaults();
        scene.operator(
                scene.config("--watch-namespaces=" + scene.namespace() + "," + noisy),
                scene.server().kubeconfig(),
                faults);
        var released = new CountDownLatch(1);
        faults.strike(
                ApiServerFaults.STATUS_WRITE.and(
                        request -> request.url().encodedPath().contains("/" + noisy + "/")),
                new ApiServerFaults.Fault.Held(released));
        try {
            // Not many: the client gives up a request that is held for 15 s, and the next look of the namespace begins.
            for (var number = 0; number < 2 * SHARE; number++) {
                scene.resource(noisy, "broken-" + number, referring(Map.of("name", "missing-" + number)));
            }
            Awaitility.await()
                    .atMost(Scene.PATIENCE)
                    .untilAsserted(() -> assertThat(written(faults)).hasSize(SHARE));

            scene.referring("quiet", "missing");
            scene.awaitReason("quiet", "SecretNotFound");

            assertThat(written(faults)).hasSize(SHARE + 1);
        } finally {
            released.countDown();
        }
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .untilAsserted(() -> assertThat(written(faults)).hasSize(2 * SHARE + 1));
    }

    /** Whose status the operator has begun to write. */
    private static Set<String> written(ApiServerFaults faults) {
        return faults.after(0).stream()
                .filter(ApiServerFaults.STATUS_WRITE)
                .map(request -> request.url().encodedPath())
                .collect(Collectors.toSet());
    }

    private void large() {
        scene.store(scene.secretOf("large", "x".repeat(LARGE))
                .editMetadata()
                .withNamespace(noisy)
                .endMetadata()
                .build());
    }

    private static Map<String, Object> broken(int number) {
        return switch (number % 4) {
            case 0 -> inline(Canary.token());
            case 1 -> referring(Map.of("name", "missing-" + number));
            case 2 -> referring(Map.of("name", "large"));
            default -> referring(Map.of("name", "of-others", "namespace", "default"));
        };
    }

    private static Map<String, Object> inline(String token) {
        return Map.of("type", "token", "token", token, "serverURL", SERVER);
    }

    private static Map<String, Object> referring(Map<String, String> reference) {
        return Map.of("type", "secretRef", "secretRef", reference, "serverURL", SERVER);
    }

    private void rewrite() {
        token(Canary.token());
        rewrites.incrementAndGet();
    }

    private void token(String token) {
        scene.client()
                .genericKubernetesResources("konnect.konghq.com/v1alpha1", KonnectAPIAuthConfiguration.KIND)
                .inNamespace(noisy)
                .withName("restless")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"token\": \"" + token + "\"}}");
    }

    private long events() {
        return scene.client().events().v1().events().inNamespace(scene.namespace()).list().getItems().stream()
                .filter(event -> event.getReason().equals("Valid"))
                .count();
    }

    private String reason(String name) {
        return scene.client()
                .resources(KonnectAPIAuthConfiguration.class)
                .inNamespace(noisy)
                .withName(name)
                .require()
                .status()
                .condition("Ready")
                .orElseThrow()
                .reason();
    }
}
