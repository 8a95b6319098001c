package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.ApiServerFaults.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server refuses, loses requests, loses answers, and cuts watches. */
@NeedsApiServer
class ApiServerFaultsIT {

    private static final Duration OUTAGE = Duration.ofSeconds(8);

    /** In an outage of 8 s, with nine watches where all of Kong's kinds are installed. A loop without pauses makes thousands. */
    private static final long MANY = 150;

    private final ApiServerFaults faults = new ApiServerFaults();
    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    static Stream<Fault> outages() {
        return Stream.of(
                new Fault.Refused(410),
                new Fault.Refused(429),
                new Fault.Refused(500),
                new Fault.Refused(503),
                new Fault.Lost());
    }

    @ParameterizedTest
    @MethodSource("outages")
    void what_changes_while_watches_are_cut_and_nothing_is_answered_is_seen_afterwards(Fault fault) {
        var operator = operator();
        var token = scene.token();
        scene.inline("edited", token);
        scene.secret("konnect", scene.token());
        scene.referring("referring", "konnect");
        scene.inline("deleted", token);
        Stream.of("edited", "referring", "deleted").forEach(name -> scene.awaitReason(name, "Valid"));
        var before = faults.count(ApiServerFaults.ANYTHING);
        var watches = faults.count(ApiServerFaults.WATCH);

        faults.strike(ApiServerFaults.ANYTHING, fault);
        faults.cutWatches();
        scene.raw("edited").spec("token", Canary.token());
        scene.secret("konnect", Canary.token());
        scene.raw("deleted").handle().delete();
        scene.inline("created", token);
        Awaitility.await("no more than " + MANY + " requests in the outage")
                .during(OUTAGE)
                .atMost(OUTAGE.plusSeconds(5))
                .until(() -> faults.count(ApiServerFaults.ANYTHING) - before < MANY);
        assertThat(faults.count(ApiServerFaults.WATCH) - watches)
                .as("tries to watch again")
                .isPositive();
        faults.clear();

        scene.awaitReason("edited", "TokenRejected");
        scene.awaitReason("referring", "TokenRejected");
        scene.awaitReason("created", "Valid");
        awaitForgotten(operator, "deleted");
        assertThat(operator.end()).isNotDone();
    }

    @Test
    void a_watch_that_is_cut_is_taken_up_again_and_misses_nothing() {
        var operator = operator();
        scene.inline("edited", scene.token());
        scene.awaitReason("edited", "Valid");

        for (var cut = 1; cut <= 5; cut++) {
            var watches = faults.count(ApiServerFaults.WATCH);
            faults.cutWatches();
            scene.inline("created-" + cut, scene.token());
            Awaitility.await("for both watches to begin again")
                    .atMost(Scene.PATIENCE)
                    .until(() -> faults.count(ApiServerFaults.WATCH) >= watches + 2);
        }

        for (var cut = 1; cut <= 5; cut++) {
            scene.awaitReason("created-" + cut, "Valid");
        }
        assertThat(operator.end()).isNotDone();
    }

    @ParameterizedTest
    @MethodSource("refusedWrites")
    void a_status_that_is_refused_for_a_while_is_written_in_the_end(Fault fault) {
        operator();
        faults.strike(ApiServerFaults.STATUS_WRITE, fault, 5);
        var token = scene.token();

        scene.inline("auth", token);

        scene.awaitReason("auth", "Valid");
        assertThat(faults.count(ApiServerFaults.STATUS_WRITE))
                .as("five in vain, the one that counts, and none beyond")
                .isEqualTo(6);
        assertThat(scene.checks(token)).as("calls to Konnect").isEqualTo(1);
    }

    static Stream<Fault> refusedWrites() {
        return Stream.of(
                new Fault.Refused(409),
                new Fault.Refused(410),
                new Fault.Refused(429),
                new Fault.Refused(500),
                new Fault.Lost());
    }

    @Test
    void a_status_of_which_the_answer_got_lost_is_stored_once() {
        operator();
        faults.strike(ApiServerFaults.STATUS_WRITE, new Fault.Unanswered(), 1);
        var token = scene.token();

        scene.inline("auth", token);
        scene.awaitReason("auth", "Valid");
        var version = scene.raw("auth").version();

        Awaitility.await("nothing more to be stored")
                .during(Duration.ofSeconds(3))
                .atMost(Scene.PATIENCE)
                .until(() -> scene.raw("auth").version().equals(version));
        assertThat(faults.count(ApiServerFaults.STATUS_WRITE))
                .as("the unanswered one, and repetitions, which meet a conflict as long as what is stored is not seen")
                .isGreaterThanOrEqualTo(2);
        assertThat(scene.checks(token)).isEqualTo(1);
    }

    @Test
    void somebody_who_writes_while_konnect_is_asked_costs_no_conflict() {
        operator();
        var token = scene.token();
        scene.konnect().latency(Duration.ofSeconds(5));
        scene.inline("auth", token);
        scene.awaitChecks(token, 1);

        scene.raw("auth").edit(resource -> {
            resource.getMetadata().setLabels(Map.of("example.com/touched", "yes"));
            return resource;
        });

        scene.awaitReason("auth", "Valid");
        assertThat(faults.count(ApiServerFaults.STATUS_WRITE))
                .as("the status is computed from what is there when the answer comes")
                .isEqualTo(1);
        assertThat(scene.checks(token)).isEqualTo(1);
    }

    private RunningOperator operator() {
        return scene.operator(scene.config(), scene.server().kubeconfig(), faults);
    }

    private void awaitForgotten(RunningOperator operator, String name) {
        Awaitility.await("for " + name + " to be forgotten")
                .atMost(Scene.PATIENCE)
                .until(() -> !scene.metrics(operator).contains("name=\"" + name + "\""));
    }
}
