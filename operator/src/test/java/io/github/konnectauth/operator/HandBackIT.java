package io.github.konnectauth.operator;

import static io.github.konnectauth.operator.Told.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.github.konnectauth.operator.KongKindsInstalled.Referring;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.cluster.Cluster;
import io.github.konnectauth.operator.handback.HandBack;
import io.github.konnectauth.operator.handback.HandBack.Part;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import io.github.konnectauth.operator.waiting.Kstatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operator has put on resources and Secrets is taken back, and what was not its own stays. */
@NeedsApiServer
class HandBackIT {

    private static final String THEIRS = "example.com/held";

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
    void resources_and_secrets_are_left_as_kong_operator_has_them() {
        scene.stop(inUse());
        var before = scene.status("auth");

        assertThat(handBack(EnumSet.allOf(Part.class))).isTrue();

        assertThat(finalizersOfSecret()).containsExactly(THEIRS);
        assertThat(finalizersOfResource()).isEmpty();
        assertThat(scene.status("auth"))
                .isEqualTo(new KonnectAPIAuthConfigurationStatus(
                        List.of(before.condition(Condition.API_AUTH_VALID).orElseThrow()),
                        Scene.ORGANIZATION,
                        "https://us.api.konghq.com",
                        null,
                        null,
                        null));
    }

    @Test
    void tools_that_read_kstatus_take_everything_for_current_again_as_with_kong_operator() {
        var operator = scene.operator();
        scene.inline("good", scene.token());
        scene.inline("bad", Canary.token());
        scene.inline("changed", scene.token());
        scene.awaitReason("good", "Valid");
        scene.awaitReason("bad", "TokenRejected");
        scene.awaitReason("changed", "Valid");
        scene.stop(operator);
        scene.raw("changed").spec("token", Canary.token());
        assertThat(kstatus("good")).isEqualTo(Kstatus.CURRENT);
        assertThat(kstatus("bad")).isEqualTo(Kstatus.FAILED);
        assertThat(kstatus("changed")).isEqualTo(Kstatus.IN_PROGRESS);

        assertThat(handBack(Set.of(Part.STATUSES))).isTrue();

        assertThat(List.of(kstatus("good"), kstatus("bad"), kstatus("changed"))).containsOnly(Kstatus.CURRENT);
    }

    private Kstatus kstatus(String name) {
        return Kstatus.of(scene.raw(name).get());
    }

    @Test
    void each_part_can_be_taken_back_alone() {
        scene.stop(inUse());
        var status = scene.status("auth");

        assertThat(handBack(Set.of(Part.SECRET_FINALIZERS))).isTrue();
        assertThat(finalizersOfSecret()).containsExactly(THEIRS);
        assertThat(finalizersOfResource()).containsExactly(InUseFinalizer.RESOURCE.text());

        assertThat(handBack(Set.of(Part.IN_USE_FINALIZERS))).isTrue();
        assertThat(finalizersOfResource()).isEmpty();
        assertThat(scene.status("auth")).isEqualTo(status);

        assertThat(handBack(Set.of(Part.STATUSES))).isTrue();
        assertThat(scene.status("auth").condition(Condition.READY)).isEmpty();
    }

    @Test
    void what_was_handed_back_is_taken_up_again_and_stays_true_meanwhile() {
        scene.stop(inUse());
        handBack(EnumSet.allOf(Part.class));
        assertThat(state(scene.status("auth"), Condition.API_AUTH_VALID)).isEqualTo("True");

        scene.operator();

        scene.awaitReason("auth", "Valid");
        Awaitility.await().atMost(Scene.PATIENCE).untilAsserted(() -> {
            assertThat(finalizersOfSecret()).containsExactly(THEIRS, InUseFinalizer.SECRET.text());
            assertThat(finalizersOfResource()).containsExactly(InUseFinalizer.RESOURCE.text());
        });
    }

    @Test
    void secrets_that_have_lost_their_label_are_not_forgotten_and_deleted_ones_can_go() {
        scene.store(scene.secretOf("unlabelled", scene.token())
                .editMetadata()
                .withLabels(Map.of())
                .withFinalizers(InUseFinalizer.SECRET.text())
                .endMetadata()
                .build());
        scene.secret("unlabelled").delete();

        assertThat(handBack(Set.of(Part.SECRET_FINALIZERS))).isTrue();

        assertThat(scene.secret("unlabelled").get()).isNull();
    }

    @Test
    void the_program_waits_for_the_lease_of_an_operator_that_works() {
        var lease = new String[] {"--leader-election", "--lease-namespace", scene.namespace()};
        scene.secret("konnect", scene.token());
        scene.referring("auth", "konnect");
        try (var operator = OperatorProcess.run(
                        scene.server().kubeconfig(),
                        Map.of("HTTPS_PROXY", scene.konnect().proxyUrl()),
                        flags("--ca-bundle", ca(), "--watch-namespaces", scene.namespace(), lease));
                var handBack = start(operator, lease)) {
            handBack.awaitOutput("Standing by");
            assertThat(finalizersOfSecret()).containsExactly(InUseFinalizer.SECRET.text());

            operator.terminate();

            assertThat(handBack.exitCode()).isZero();
            assertThat(handBack.output()).contains("Nothing is left to be handed back");
            assertThat(finalizersOfSecret()).isEmpty();
        }
    }

    private OperatorProcess start(OperatorProcess operator, String... lease) {
        operator.awaitOutput("\"Working\"");
        scene.awaitReason("auth", "Valid");
        return OperatorProcess.handBack(
                scene.server().kubeconfig(),
                flags("--watch-namespaces", scene.namespace(), "--what", "secret-finalizers", lease));
    }

    private static String[] flags(String a, String b, String c, String d, String... more) {
        return Stream.concat(Stream.of(a, b, c, d), Stream.of(more)).toArray(String[]::new);
    }

    private String ca() {
        try {
            return scene.konnect().writeCa(Files.createTempDirectory("ca")).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An operator, with a Secret and a resource that it holds. */
    private RunningOperator inUse() {
        new KongKindsInstalled(scene.client())
                .with(Referring.PORTAL)
                .referrer(Referring.PORTAL, scene.namespace(), "portal", Map.of("name", "auth"));
        var operator = scene.operator();
        scene.store(scene.secretOf("konnect", scene.token())
                .editMetadata()
                .withFinalizers(THEIRS)
                .endMetadata()
                .build());
        scene.referring("auth", "konnect");
        scene.awaitReason("auth", "Valid");
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .until(() -> finalizersOfResource().contains(InUseFinalizer.RESOURCE.text()));
        return operator;
    }

    private boolean handBack(Set<Part> parts) {
        try (var client = Cluster.connect(Config.fromKubeconfig(scene.server().kubeconfig()))) {
            return new HandBack(client, Set.of(scene.namespace()), Optional.empty()).take(parts);
        }
    }

    private List<String> finalizersOfSecret() {
        return scene.secret("konnect").require().getMetadata().getFinalizers();
    }

    private List<String> finalizersOfResource() {
        return scene.raw("auth").get().getMetadata().getFinalizers();
    }
}
