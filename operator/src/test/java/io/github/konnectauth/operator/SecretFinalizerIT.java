package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Secret that is in use does not vanish, and one that is not is free to go. */
@NeedsApiServer
class SecretFinalizerIT {

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
    void it_is_held_before_its_token_is_known_to_be_valid() {
        scene.operator();
        var stored = scene.secret("konnect", scene.token());
        scene.referring("auth", "konnect");

        var status = scene.awaitReason("auth", "Valid");

        var held = scene.secret("konnect").require();
        assertThat(finalizers(held)).containsExactly(InUseFinalizer.SECRET.text());
        assertThat(status.observedSecretResourceVersion())
                .as("the version that was read")
                .isEqualTo(held.getMetadata().getResourceVersion());
        assertThat(held.getData()).isEqualTo(stored.getData());
    }

    @Test
    void others_finalizers_stay_as_they_are() {
        scene.operator();
        scene.store(scene.secretOf("konnect", scene.token())
                .editMetadata()
                .withFinalizers("example.com/a", "example.com/b")
                .endMetadata()
                .build());
        scene.referring("auth", "konnect");
        scene.awaitReason("auth", "Valid");
        assertThat(finalizers(scene.secret("konnect").require()))
                .containsExactly("example.com/a", "example.com/b", InUseFinalizer.SECRET.text());

        scene.raw("auth").handle().delete();

        await("konnect", secret -> finalizers(secret).equals(List.of("example.com/a", "example.com/b")));
        release("konnect");
    }

    @Test
    void when_the_reference_moves_the_finalizer_moves_with_it() {
        scene.operator();
        scene.secret("old", scene.token());
        scene.secret("new", scene.token());
        scene.referring("auth", "old");
        await("old", SecretFinalizerIT::isHeld);

        scene.raw("auth").spec("secretRef", Map.of("name", "new"));

        await("new", SecretFinalizerIT::isHeld);
        await("old", secret -> !isHeld(secret));
    }

    @Test
    void a_deleted_secret_can_be_read_until_the_last_of_several_resources_lets_it_go() {
        scene.operator();
        scene.secret("konnect", scene.token());
        scene.referring("a", "konnect");
        scene.referring("b", "konnect");
        scene.awaitReason("a", "Valid");
        scene.awaitReason("b", "Valid");

        scene.secret("konnect").delete();
        scene.raw("a").handle().delete();
        scene.referring("c", "konnect");
        scene.awaitReason("c", "Valid");
        scene.raw("b").handle().delete();
        assertThat(isHeld(scene.secret("konnect").require())).isTrue();

        scene.raw("c").handle().delete();
        await("konnect", Objects::isNull);
    }

    @Test
    void a_secret_that_loses_its_label_loses_the_finalizer_too() {
        scene.operator();
        scene.secret("konnect", scene.token());
        scene.referring("auth", "konnect");
        await("konnect", SecretFinalizerIT::isHeld);

        scene.secret("konnect").edit(secret -> {
            secret.getMetadata().setLabels(Map.of());
            return secret;
        });

        await("konnect", secret -> !isHeld(secret));
        scene.awaitReason("auth", "SecretNotLabelled");
    }

    @Test
    void what_an_earlier_process_left_behind_is_swept_at_the_start() {
        scene.store(held("orphan", scene.token()));
        scene.store(held("used", scene.token()));
        scene.referring("auth", "used");

        scene.operator();

        await("orphan", secret -> !isHeld(secret));
        assertThat(isHeld(scene.secret("used").require())).isTrue();
    }

    @Test
    void a_label_that_is_taken_off_while_the_operator_is_down_takes_the_finalizer_with_it_at_the_start() {
        scene.store(scene.secretOf("unlabelled", scene.token())
                .editMetadata()
                .withLabels(Map.of())
                .withFinalizers(InUseFinalizer.SECRET.text())
                .endMetadata()
                .build());
        scene.store(scene.secretOf("unlabelled-and-named", scene.token())
                .editMetadata()
                .withLabels(Map.of())
                .withFinalizers(InUseFinalizer.SECRET.text())
                .endMetadata()
                .build());
        scene.referring("auth", "unlabelled-and-named");

        scene.operator();

        await("unlabelled", secret -> !isHeld(secret));
        await("unlabelled-and-named", secret -> !isHeld(secret));
    }

    @Test
    void everything_in_a_namespace_can_be_deleted_while_the_operator_is_down() {
        scene.stop(operatorThatHolds("konnect"));

        scene.raw("auth").handle().delete();
        scene.secret("konnect").delete();
        scene.operator();

        await("konnect", Objects::isNull);
    }

    @Test
    void a_resource_that_this_operator_does_not_look_at_counts_too() {
        scene.operator("--label-selector=mine=yes");
        scene.secret("konnect", scene.token());
        scene.referring("others", "konnect");
        scene.referring("mine", "konnect");
        label("mine", "yes");
        await("konnect", SecretFinalizerIT::isHeld);
        scene.secret("fence", scene.token());
        scene.referring("fence", "fence");
        label("fence", "yes");
        await("fence", SecretFinalizerIT::isHeld);

        scene.raw("mine").handle().delete();
        scene.raw("fence").handle().delete();

        await("fence", secret -> !isHeld(secret));
        assertThat(isHeld(scene.secret("konnect").require())).isTrue();
    }

    @Test
    void without_the_switch_nothing_is_held() {
        scene.operator("--secret-finalizer=false");
        scene.secret("konnect", scene.token());
        scene.referring("auth", "konnect");

        scene.awaitReason("auth", "Valid");

        assertThat(isHeld(scene.secret("konnect").require())).isFalse();
    }

    @Test
    void a_switch_that_is_turned_off_takes_back_what_was_put_on() {
        scene.stop(operatorThatHolds("konnect"));

        scene.operator("--secret-finalizer=false");

        await("konnect", secret -> !isHeld(secret));
    }

    private RunningOperator operatorThatHolds(String name) {
        var operator = scene.operator();
        scene.secret(name, scene.token());
        scene.referring("auth", name);
        await(name, SecretFinalizerIT::isHeld);
        return operator;
    }

    private Secret held(String name, String token) {
        return scene.secretOf(name, token)
                .editMetadata()
                .withFinalizers(InUseFinalizer.SECRET.text())
                .endMetadata()
                .build();
    }

    private void label(String name, String value) {
        scene.raw(name).edit(resource -> {
            resource.getMetadata().setLabels(Map.of("mine", value));
            return resource;
        });
    }

    private void release(String name) {
        scene.secret(name).edit(secret -> {
            secret.getMetadata().setFinalizers(List.of());
            return secret;
        });
    }

    private void await(String name, Predicate<@Nullable Secret> expected) {
        Awaitility.await("for the Secret " + name)
                .atMost(Scene.PATIENCE)
                .until(() -> expected.test(scene.secret(name).get()));
    }

    private static boolean isHeld(@Nullable Secret secret) {
        return secret != null && finalizers(secret).contains(InUseFinalizer.SECRET.text());
    }

    private static List<String> finalizers(Secret secret) {
        return secret.getMetadata().getFinalizers();
    }
}
