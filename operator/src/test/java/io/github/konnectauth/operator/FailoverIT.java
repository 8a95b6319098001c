package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.github.konnectauth.simulator.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes share a lease, and the one that works is killed, stopped or paused. */
@NeedsApiServer
class FailoverIT {

    /** What SIGTERM makes of a process that ends in good order. */
    private static final int TERMINATED = 143;

    private static final int HTTP_CONFLICT = 409;

    private final List<OperatorProcess> processes = new ArrayList<>();
    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
    }

    @AfterEach
    void close() {
        processes.forEach(OperatorProcess::close);
        scene.close();
    }

    @Test
    void when_the_one_that_works_is_killed_the_other_has_the_lease_within_20_s_and_works() {
        var first = working();
        standingBy();
        var holder = holder();

        var begun = Instant.now();
        first.kill();

        awaitAnotherThan(holder);
        assertThat(taken()).isBetween(begun, begun.plusSeconds(20));
        scene.inline("later", scene.token());
        scene.awaitReason("later", "Valid");
    }

    @Test
    void when_the_one_that_works_is_stopped_it_gives_the_lease_back_and_the_other_has_it_within_3_s_and_works() {
        var first = working();
        standingBy();
        var holder = holder();

        var begun = Instant.now();
        first.askToEnd();

        awaitAnotherThan(holder);
        assertThat(taken()).isBetween(begun, begun.plusSeconds(3));
        scene.inline("later", scene.token());
        scene.awaitReason("later", "Valid");
        assertThat(first.exitCode()).isEqualTo(TERMINATED);
    }

    @Test
    void one_that_was_paused_until_the_other_took_over_changes_nothing_any_more_and_ends() {
        try (var gate = ApiServerGate.to(scene.server())) {
            var first = working(gate.kubeconfig());
            var second = standingBy();
            var names = List.of("written", "asked", "unheard");
            var asked = scene.token();
            var late = gate.hold("PUT", "/written/status");
            scene.inline("written", scene.token());
            late.awaitArrival();
            scene.konnect().latency(Duration.ofSeconds(2));
            scene.inline("asked", asked);
            scene.awaitChecks(asked, 1);

            first.pause();
            scene.konnect().latency(Duration.ZERO);
            second.awaitOutput("\"Working\"");
            scene.inline("unheard", scene.token());
            names.forEach(name -> scene.awaitReason(name, "Valid"));
            var versions = versions(names);
            var checks = scene.konnect().requests(Operation.IDENTITY);
            assertThat(late.release()).as("the write that was under way").isEqualTo(HTTP_CONFLICT);
            var answered = gate.answered().size();
            // The API server does not tell it at once that the lease is another's.
            var lease = gate.hold("GET", "/leases/konnect-auth-operator");

            first.resume();
            lease.awaitArrival();

            assertThat(first.exitCode()).isEqualTo(1);
            assertThat(first.output()).contains("The lease is lost");
            assertThat(gate.answered().stream().skip(answered))
                    .as("what it asked the API server after it woke up")
                    .allMatch(ApiServerGate.Answered::isRead);
            assertThat(scene.konnect().requests(Operation.IDENTITY)).isEqualTo(checks);
            assertThat(versions(names)).isEqualTo(versions);
            lease.release();
        }
    }

    private OperatorProcess working() {
        return working(scene.server().kubeconfig());
    }

    private OperatorProcess working(String kubeconfig) {
        var process = run(kubeconfig);
        process.awaitOutput("\"Working\"");
        return process;
    }

    private OperatorProcess standingBy() {
        var process = run(scene.server().kubeconfig());
        process.awaitOutput("Standing by");
        return process;
    }

    private OperatorProcess run(String kubeconfig) {
        var process = OperatorProcess.run(
                OperatorProcess.QUICK_TO_START,
                kubeconfig,
                Map.of("HTTPS_PROXY", scene.konnect().proxyUrl()),
                "--watch-namespaces=" + scene.namespace(),
                "--ca-bundle=" + scene.config().caBundle().orElseThrow(),
                "--leader-election=true",
                "--lease-namespace=" + scene.namespace());
        processes.add(process);
        return process;
    }

    private String holder() {
        return Awaitility.await()
                .atMost(Scene.PATIENCE)
                .until(() -> lease().getSpec().getHolderIdentity(), holder -> holder != null && !holder.isEmpty());
    }

    private Lease lease() {
        return scene.client()
                .leases()
                .inNamespace(scene.namespace())
                .withName("konnect-auth-operator")
                .require();
    }

    private List<String> versions(List<String> names) {
        return names.stream().map(name -> scene.raw(name).version()).toList();
    }

    private void awaitAnotherThan(String before) {
        Awaitility.await("another holder").atMost(Scene.PATIENCE).until(this::holder, holder -> !holder.equals(before));
    }

    /** When the one that has the lease took it, by the clock of this machine. */
    private Instant taken() {
        return lease().getSpec().getAcquireTime().toInstant();
    }
}
