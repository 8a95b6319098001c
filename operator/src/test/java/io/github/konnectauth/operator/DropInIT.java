package io.github.konnectauth.operator;

import static io.github.konnectauth.operator.Told.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.github.konnectauth.operator.KongOperatorImitation.Opinion;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.cluster.Cluster;
import io.github.konnectauth.operator.handback.HandBack;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import io.github.konnectauth.simulator.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** From Kong Operator to this one and back, on the same resources, and both at the same time. */
@NeedsApiServer
@ParameterizedClass
@EnumSource(
        value = ApiServer.Crd.class,
        names = {"OURS", "KONGS"})
class DropInIT {

    private final Scene scene;

    DropInIT(ApiServer.Crd crd) {
        scene = Scene.on(crd);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_move_here_and_back_keeps_the_status_true_and_the_secret_held() {
        var seen = new CopyOnWriteArrayList<String>();
        scene.secret("konnect", scene.token());
        scene.referring("auth", "konnect");
        try (var _ = new KongOperatorImitation(scene, Opinion.VALID)) {
            awaitHeld("konnect");
            awaitTrue();
        }

        try (var _ = watch(seen)) {
            scene.konnect().fault(Fault.of(Fault.Kind.SERVER_ERROR));
            var operator = scene.operator();
            scene.inline("fence", scene.token());
            scene.awaitReason("fence", "KonnectUnreachable");
            scene.konnect().clearFaults();
            scene.awaitReason("auth", "Valid");
            awaitHeld("konnect");
            scene.stop(operator);

            handBack();
            assertThat(scene.status("auth").conditions())
                    .extracting(Condition::type)
                    .containsExactly(Condition.API_AUTH_VALID);
            try (var _ = new KongOperatorImitation(scene, Opinion.VALID)) {
                awaitHeld("konnect");
                awaitTrue();
            }
        }

        assertThat(seen).isNotEmpty().containsOnly("True");
    }

    @Test
    void side_by_side_two_that_agree_leave_each_other_alone() {
        scene.operator();
        try (var kong = new KongOperatorImitation(scene, Opinion.VALID)) {
            scene.secret("konnect", scene.token());
            scene.secret("other", scene.token());
            scene.referring("auth", "konnect");
            scene.awaitReason("auth", "Valid");
            awaitHeld("konnect");
            var version = scene.raw("auth").version();
            var held = scene.secret("konnect").require().getMetadata().getResourceVersion();

            scene.raw("auth").annotate("example.com/touched", "yes");
            scene.referring("fence", "other");
            scene.awaitReason("fence", "Valid");
            awaitHeld("other");

            assertThat(scene.secret("konnect").require().getMetadata().getResourceVersion())
                    .isEqualTo(held);
            assertThat(scene.raw("auth").version()).isNotEqualTo(version);
            assertThat(state(scene.status("auth"), Condition.API_AUTH_VALID)).isEqualTo("True");
            scene.raw("auth").handle().delete();
            Awaitility.await()
                    .atMost(Scene.PATIENCE)
                    .until(() -> !finalizers("konnect").contains(InUseFinalizer.SECRET.text()));
            assertThat(kong.finalizerWrites()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void side_by_side_two_that_disagree_write_at_most_once_a_minute() {
        var operator = scene.operator();
        scene.inline("auth", scene.token());
        scene.awaitReason("auth", "Valid");

        try (var kong = new KongOperatorImitation(scene, Opinion.INVALID)) {
            Awaitility.await().atMost(Scene.PATIENCE).until(() -> kong.statusWrites() >= 2);
            scene.secret("fence", scene.token());
            scene.referring("fence", "fence");
            awaitHeld("fence");

            assertThat(kong.statusWrites())
                    .as(
                            "one for each resource, one after our verdict on the new one, and one after our one correction of each")
                    .isLessThanOrEqualTo(5);
            assertThat(Scene.get(operator, "/metrics")
                            .lines()
                            .filter(line -> line.startsWith("konnect_auth_status_writes_total")))
                    .singleElement()
                    .satisfies(line -> assertThat(Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                            .isLessThanOrEqualTo(4));
        }
    }

    private void handBack() {
        try (var client = Cluster.connect(Config.fromKubeconfig(scene.server().kubeconfig()))) {
            assertThat(new HandBack(client, Set.of(scene.namespace()), Optional.empty())
                            .take(EnumSet.allOf(HandBack.Part.class)))
                    .isTrue();
        }
    }

    /** Notes what {@code APIAuthValid} is in every version of the resource. */
    private Watch watch(List<String> seen) {
        return scene.raw("auth").handle().watch(new Watcher<GenericKubernetesResource>() {
            @Override
            public void eventReceived(Action action, GenericKubernetesResource resource) {
                if (resource.get("status", "conditions") instanceof List<?> conditions) {
                    conditions.stream()
                            .map(condition -> (Map<?, ?>) condition)
                            .filter(condition -> Condition.API_AUTH_VALID.equals(condition.get("type")))
                            .map(condition -> String.valueOf(condition.get("status")))
                            .forEach(seen::add);
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                seen.add("closed: " + cause);
            }
        });
    }

    private void awaitTrue() {
        scene.await(
                "auth",
                resource -> resource.status()
                        .condition(Condition.API_AUTH_VALID)
                        .filter(condition -> condition.status().equals("True"))
                        .isPresent());
    }

    private void awaitHeld(String secret) {
        Awaitility.await("for the finalizer on " + secret)
                .atMost(Scene.PATIENCE)
                .until(() -> finalizers(secret).contains(InUseFinalizer.SECRET.text()));
    }

    private List<String> finalizers(String secret) {
        return scene.secret(secret).require().getMetadata().getFinalizers();
    }
}
