package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.konnectauth.simulator.Fault;
import io.github.konnectauth.simulator.Operation;
import io.javaoperatorsdk.operator.OperatorException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import okhttp3.Request;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator is stopped while it works, and started again. */
@NeedsApiServer
class RestartIT {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    private static final Predicate<Request> SECRETS =
            request -> request.url().encodedPath().endsWith("/secrets");
    private static final Predicate<Request> SECRETS_LIST = SECRETS.and(ApiServerFaults.WATCH.negate());
    private static final Predicate<Request> SECRETS_WATCH = SECRETS.and(ApiServerFaults.WATCH);

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
    void a_stop_does_not_wait_for_konnect_and_the_next_start_does_the_rest() {
        var operator = scene.operator();
        scene.konnect().fault(Fault.of(Fault.Kind.HANG));
        NAMES.forEach(name -> scene.inline(name, scene.token()));
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .until(() -> scene.konnect().requests(Operation.IDENTITY) >= NAMES.size());

        assertTimeout(Duration.ofSeconds(8), () -> scene.stop(operator));
        scene.konnect().clearFaults();
        scene.operator();

        NAMES.forEach(name -> scene.awaitReason(name, "Valid"));
    }

    @Test
    void a_start_asks_about_what_is_new_at_once_and_about_what_is_known_in_its_own_time_and_writes_nothing() {
        var tokens = NAMES.stream().map(_ -> scene.token()).toList();
        var first = scene.operator("--revalidation-interval=24h");
        for (var i = 0; i < NAMES.size(); i++) {
            scene.secret(NAMES.get(i), tokens.get(i));
            scene.referring(NAMES.get(i), NAMES.get(i));
        }
        NAMES.forEach(name -> scene.awaitReason(name, "Valid"));
        scene.stop(first);
        var versions = versions();
        scene.inline("came-meanwhile", scene.token());

        var second = scene.operator("--revalidation-interval=24h");

        scene.awaitReason("came-meanwhile", "Valid");
        assertThat(tokens).allSatisfy(token -> assertThat(scene.checks(token)).isEqualTo(1));
        assertThat(versions()).isEqualTo(versions);
        assertThat(scene.metrics(second)).contains("konnect_auth_status_writes_total 1.0");
    }

    @Test
    void a_token_that_was_replaced_while_the_operator_was_down_is_checked_at_once() {
        var first = scene.operator();
        scene.secret("konnect", scene.token());
        scene.referring("auth", "konnect");
        scene.awaitReason("auth", "Valid");
        scene.stop(first);

        scene.secret("konnect", Canary.token());
        scene.operator();

        scene.awaitReason("auth", "TokenRejected");
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

    @Test
    void secrets_are_read_while_resources_still_are_and_what_changes_meanwhile_is_not_lost() {
        var faults = new ApiServerFaults();
        var released = new CountDownLatch(1);
        faults.strike(ApiServerFaults.LIST, new ApiServerFaults.Fault.Held(released));
        scene.secret("konnect", Canary.token());
        scene.referring("auth", "konnect");

        var start = CompletableFuture.runAsync(
                () -> scene.operator(scene.config(), scene.server().kubeconfig(), faults));
        try {
            Awaitility.await().atMost(Scene.PATIENCE).until(() -> faults.count(SECRETS_WATCH) > 0);
            scene.secret("konnect", scene.token());
        } finally {
            released.countDown();
            start.join();
        }

        scene.awaitReason("auth", "Valid");
    }

    @Test
    void a_start_that_cannot_read_the_secrets_fails_at_once_and_looks_at_nothing() {
        var faults = new ApiServerFaults();
        faults.strike(SECRETS_LIST, new ApiServerFaults.Fault.Refused(HttpURLConnection.HTTP_FORBIDDEN), 1);
        scene.inline("auth", scene.token());

        assertThatThrownBy(() -> scene.operator(scene.config(), scene.server().kubeconfig(), faults))
                .isInstanceOf(OperatorException.class);

        assertThat(faults.count(SECRETS_LIST)).isEqualTo(1);
        assertThat(faults.count(ApiServerFaults.STATUS_WRITE)).isZero();
    }

    private List<String> versions() {
        return NAMES.stream().map(name -> scene.raw(name).version()).toList();
    }
}
