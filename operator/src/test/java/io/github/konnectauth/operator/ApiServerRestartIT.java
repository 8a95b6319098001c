package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.ApiServerFaults.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API server goes away and comes back, with its data and on the same port. */
@NeedsApiServer
class ApiServerRestartIT {

    private static final Duration ABSENCE = Duration.ofSeconds(5);

    /** In an absence of 5 s. A loop without pauses makes thousands. */
    private static final long MANY = 50;

    private static OwnControlPlane plane;
    private static ApiServer server;

    private final ApiServerFaults faults = new ApiServerFaults();
    private Scene scene;

    @BeforeAll
    static void start() {
        plane = OwnControlPlane.start();
        server = ApiServer.at(plane.kubeconfig());
    }

    @AfterAll
    static void stop() {
        server.client().close();
        plane.close();
    }

    @BeforeEach
    void open() {
        scene = Scene.on(server);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void what_changes_after_a_restart_before_the_watches_are_back_is_seen() {
        var operator = scene.operator(scene.config(), server.kubeconfig(), faults);
        fill();
        var before = faults.count(ApiServerFaults.ANYTHING);

        plane.stopApiServer();
        Awaitility.await("no more than " + MANY + " requests while there is no API server")
                .during(ABSENCE)
                .atMost(ABSENCE.plusSeconds(5))
                .until(() -> faults.count(ApiServerFaults.ANYTHING) - before < MANY);
        // Watches come back when this test lets them.
        faults.strike(ApiServerFaults.ANYTHING, new Fault.Lost());
        plane.startApiServer();
        change();
        faults.clear();

        awaitTheChange(operator);
    }

    @Test
    void a_look_that_the_restart_interrupts_ends_with_a_status() {
        scene.operator(scene.config(), server.kubeconfig(), faults);
        var token = scene.token();
        scene.konnect().latency(Duration.ofSeconds(1));
        scene.inline("auth", token);
        scene.awaitChecks(token, 1);

        plane.stopApiServer();
        Awaitility.await().atMost(Scene.PATIENCE).until(() -> faults.count(ApiServerFaults.STATUS_WRITE) > 0);
        plane.startApiServer();

        scene.awaitReason("auth", "Valid");
        assertThat(scene.checks(token)).isEqualTo(1);
    }

    @Test
    void what_changed_in_versions_that_the_api_server_has_forgotten_is_seen() {
        var operator = scene.operator(scene.config(), server.kubeconfig(), faults);
        fill();

        faults.strike(ApiServerFaults.ANYTHING, new Fault.Lost());
        faults.cutWatches();
        change();
        var newest = scene.raw("created").version();
        plane.stopApiServer();
        plane.compact(newest);
        plane.startApiServer();
        var lists = faults.count(ApiServerFaults.LIST);
        faults.clear();

        awaitTheChange(operator);
        assertThat(faults.count(ApiServerFaults.LIST))
                .as("lists, because the watch cannot go on from where it was")
                .isGreaterThan(lists);
    }

    @Test
    void without_an_api_server_the_one_that_works_ends_before_another_may_begin() {
        try (var operator = OperatorProcess.run(
                OperatorProcess.QUICK_TO_START,
                server.kubeconfig(),
                Map.of("HTTPS_PROXY", scene.konnect().proxyUrl()),
                "--watch-namespaces=" + scene.namespace(),
                "--ca-bundle=" + scene.config().caBundle().orElseThrow(),
                "--leader-election=true",
                "--lease-namespace=" + scene.namespace())) {
            operator.awaitOutput("\"Working\"");

            plane.stopApiServer();

            assertThat(operator.exitCode()).isEqualTo(1);
            assertThat(operator.output()).contains("The API server does not answer", "The lease is lost");
        } finally {
            plane.startApiServer();
        }
    }

    private void fill() {
        scene.inline("edited", scene.token());
        scene.secret("konnect", scene.token());
        scene.referring("referring", "konnect");
        scene.inline("deleted", scene.token());
        Stream.of("edited", "referring", "deleted").forEach(name -> scene.awaitReason(name, "Valid"));
    }

    private void change() {
        scene.raw("edited").spec("token", Canary.token());
        scene.secret("konnect", Canary.token());
        scene.raw("deleted").handle().delete();
        scene.inline("created", scene.token());
    }

    private void awaitTheChange(RunningOperator operator) {
        scene.awaitReason("edited", "TokenRejected");
        scene.awaitReason("referring", "TokenRejected");
        scene.awaitReason("created", "Valid");
        Awaitility.await("for the deleted one to be forgotten")
                .atMost(Scene.PATIENCE)
                .until(() -> !scene.metrics(operator).contains("name=\"deleted\""));
        assertThat(operator.end()).isNotDone();
    }
}
