package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of several operators that share a lease, one works. */
@NeedsApiServer
class LeaderElectionIT {

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
    void one_works_and_the_other_stands_by_until_the_first_stops() {
        var first = candidate();
        awaitMetric(first, "konnect_auth_leader 1.0");
        var second = candidate();

        var token = scene.token();
        scene.inline("auth", token);
        scene.awaitReason("auth", "Valid");
        assertThat(scene.checks(token)).isEqualTo(1);
        assertThat(Scene.get(second, "/readyz")).isEqualTo("ok\n");
        assertThat(Scene.get(second, "/metrics"))
                .contains("konnect_auth_leader 0.0")
                .doesNotContain("konnect_auth_resource_ready{");

        scene.stop(first);

        awaitMetric(second, "konnect_auth_leader 1.0");
        scene.inline("later", scene.token());
        scene.awaitReason("later", "Valid");
    }

    @Test
    void the_one_that_works_renews_its_lease_without_reading_it() {
        try (var gate = ApiServerGate.to(scene.server())) {
            var operator = scene.operator(
                    scene.config("--leader-election=true", "--lease-namespace=" + scene.namespace()),
                    gate.kubeconfig());
            awaitMetric(operator, "konnect_auth_leader 1.0");

            // A renewal that is not answered in time is followed by a reading.
            Awaitility.await("three renewals in a row")
                    .atMost(Scene.PATIENCE)
                    .untilAsserted(() -> assertThat(leaseRequests(gate)).endsWith("PATCH", "PATCH", "PATCH"));

            assertThat(leaseRequests(gate)).startsWith("GET", "POST");
            scene.stop(operator);
        }
    }

    @Test
    void one_that_loses_its_lease_says_that_it_has_to_end() {
        var operator = candidate();
        awaitMetric(operator, "konnect_auth_leader 1.0");

        lease().edit(lease -> lease.edit()
                .editSpec()
                .withHolderIdentity("another")
                .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                .endSpec()
                .build());

        assertThat(operator.end()).succeedsWithin(Scene.PATIENCE).asString().contains("lease is lost");
        assertThat(Scene.get(operator, "/metrics")).contains("konnect_auth_leader 0.0");
    }

    private RunningOperator candidate() {
        return scene.operator("--leader-election=true", "--lease-namespace=" + scene.namespace());
    }

    /** How the lease was asked for or written, in that order. */
    private static Stream<String> leaseRequests(ApiServerGate gate) {
        return gate.answered().stream()
                .filter(answered -> answered.path().contains("/leases"))
                .map(ApiServerGate.Answered::method);
    }

    private Resource<Lease> lease() {
        return scene.client().leases().inNamespace(scene.namespace()).withName("konnect-auth-operator");
    }

    private static void awaitMetric(RunningOperator operator, String line) {
        Awaitility.await(line)
                .atMost(Scene.PATIENCE)
                .until(() -> Scene.get(operator, "/metrics").contains(line));
    }
}
