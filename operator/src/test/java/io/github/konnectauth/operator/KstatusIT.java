package io.github.konnectauth.operator;

import static io.github.konnectauth.operator.waiting.Kstatus.CURRENT;
import static io.github.konnectauth.operator.waiting.Kstatus.FAILED;
import static io.github.konnectauth.operator.waiting.Kstatus.IN_PROGRESS;
import static io.github.konnectauth.operator.waiting.Kstatus.TERMINATING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.SeenVersions.Stretch;
import io.github.konnectauth.operator.waiting.Kstatus;
import io.github.konnectauth.simulator.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What tools that read kstatus make of every version of a resource on its way through life. */
@NeedsApiServer
class KstatusIT {

    private static final String HELD = "example.com/held";

    @Test
    void on_our_crd_only_a_spec_whose_token_was_judged_valid_is_ever_current() {
        try (var scene = Scene.on(ApiServer.Crd.OURS)) {
            assertThat(life(scene))
                    .containsExactly(
                            in(1, IN_PROGRESS), // nobody has looked
                            in(1, CURRENT),
                            in(2, IN_PROGRESS), // nobody has looked at the bad token
                            in(2, FAILED),
                            in(3, IN_PROGRESS),
                            in(3, CURRENT),
                            in(4, IN_PROGRESS), // the Secret is missing
                            in(4, CURRENT),
                            in(5, IN_PROGRESS), // there is no grant
                            in(5, CURRENT),
                            in(6, IN_PROGRESS), // Konnect cannot be asked
                            in(6, CURRENT),
                            in(7, TERMINATING));
        }
    }

    @Test
    void on_kongs_crd_it_is_current_before_the_first_look_and_what_it_was_in_the_instant_after_a_change_of_the_spec() {
        try (var scene = Scene.on(ApiServer.Crd.KONGS)) {
            assertThat(life(scene))
                    .containsExactly(
                            in(1, CURRENT), // lost: nobody has looked
                            in(2, CURRENT), // lost: said of the former token
                            in(2, FAILED),
                            in(3, FAILED), // lost: said of the former token
                            in(3, CURRENT),
                            in(4, CURRENT), // lost
                            in(4, IN_PROGRESS),
                            in(4, CURRENT),
                            in(5, CURRENT), // lost
                            in(5, IN_PROGRESS),
                            in(5, CURRENT),
                            in(6, CURRENT), // lost
                            in(6, IN_PROGRESS),
                            in(6, CURRENT),
                            in(7, TERMINATING));
        }
    }

    @Test
    void a_new_token_is_waited_for_if_its_secret_has_a_new_name() {
        try (var scene = Scene.on(ApiServer.Crd.OURS)) {
            var operator = scene.operator();
            scene.secret("token-1", scene.token());
            scene.referring("auth", "token-1");
            scene.awaitReason("auth", "Valid");
            scene.stop(operator);

            scene.secret("token-1", Canary.token());
            assertThat(kstatus(scene))
                    .as("the Secret is another object, and nobody has looked")
                    .isEqualTo(CURRENT);
            scene.secret("token-2", Canary.token());
            scene.raw("auth").spec("secretRef", Map.of("name", "token-2"));
            assertThat(kstatus(scene)).isEqualTo(IN_PROGRESS);

            scene.operator();
            scene.awaitReason("auth", "TokenRejected");
            assertThat(kstatus(scene)).isEqualTo(FAILED);
        }
    }

    /** What every version was taken for: each change of the spec counts the generation up, and so does the deletion. */
    private static List<Stretch> life(Scene scene) {
        var kong = new KongKindsInstalled(scene.client()).withGrants();
        var vault = kong.namespace(scene.namespace() + "-vault");
        try (var seen = new SeenVersions(scene, "auth")) {
            scene.inline("auth", scene.token());
            scene.raw("auth").edit(resource -> {
                resource.addFinalizer(HELD);
                return resource;
            });
            scene.operator("--watch-namespaces=" + scene.namespace() + "," + vault);
            scene.awaitReason("auth", "Valid");

            scene.raw("auth").spec("token", Canary.token());
            scene.awaitReason("auth", "TokenRejected");

            scene.raw("auth").spec("token", scene.token());
            scene.awaitReason("auth", "Valid");

            name(scene, Map.of("name", "konnect"));
            scene.awaitReason("auth", "SecretNotFound");
            scene.secret("konnect", scene.token());
            scene.awaitReason("auth", "Valid");

            scene.store(scene.secretOf("konnect", scene.token())
                    .editMetadata()
                    .withNamespace(vault)
                    .endMetadata()
                    .build());
            name(scene, Map.of("name", "konnect", "namespace", vault));
            scene.awaitReason("auth", "RefNotPermitted");
            kong.grant(vault, scene.namespace());
            scene.awaitReason("auth", "Valid");

            scene.konnect().fault(Fault.of(Fault.Kind.SERVER_ERROR));
            scene.secret("another", scene.token());
            name(scene, Map.of("name", "another"));
            scene.awaitReason("auth", "KonnectUnreachable");
            scene.konnect().clearFaults();
            scene.awaitReason("auth", "Valid");

            scene.raw("auth").handle().delete();
            seen.await(7, TERMINATING);
            scene.raw("auth").edit(resource -> {
                resource.removeFinalizer(HELD);
                return resource;
            });
            return seen.course();
        }
    }

    private static void name(Scene scene, Map<String, String> secret) {
        scene.raw("auth").edit(resource -> {
            resource.setAdditionalProperty(
                    "spec", Map.of("type", "secretRef", "secretRef", secret, "serverURL", "us.api.konghq.com"));
            return resource;
        });
    }

    private static Stretch in(long generation, Kstatus kstatus) {
        return new Stretch(generation, kstatus);
    }

    private static Kstatus kstatus(Scene scene) {
        return Kstatus.of(scene.raw("auth").get());
    }
}
