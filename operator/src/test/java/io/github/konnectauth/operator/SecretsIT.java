package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets come, change, lose their label and go; what refers to them follows. */
@NeedsApiServer
class SecretsIT {

    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
        scene.operator();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_secret_that_comes_after_the_resource_is_seen() {
        scene.referring("auth", "konnect");
        scene.awaitReason("auth", "SecretNotFound");

        scene.secret("konnect", scene.token());

        scene.awaitReason("auth", "Valid");
    }

    @Test
    void a_token_that_is_replaced_is_checked_at_once() {
        scene.secret("konnect", Canary.token());
        scene.referring("auth", "konnect");
        scene.awaitReason("auth", "TokenRejected");

        scene.secret("konnect", scene.token());

        assertThat(scene.awaitReason("auth", "Valid").observedSecretResourceVersion())
                .isEqualTo(scene.secret("konnect").require().getMetadata().getResourceVersion());
    }

    @Test
    void a_secret_that_gets_the_label_is_picked_up_and_one_that_loses_it_is_dropped() {
        scene.secret("konnect", scene.token());
        scene.referring("auth", "konnect");
        scene.awaitReason("auth", "Valid");

        label(Map.of());
        scene.awaitReason("auth", "SecretNotLabelled");

        label(Map.of("konghq.com/credential", "konnect"));
        scene.awaitReason("auth", "Valid");
    }

    @Test
    void a_secret_that_vanishes_is_missed_at_once() {
        scene.secret("konnect", scene.token());
        scene.referring("auth", "konnect");
        scene.awaitReason("auth", "Valid");

        scene.secret("konnect").edit(secret -> {
            secret.getMetadata().setFinalizers(List.of());
            return secret;
        });
        scene.secret("konnect").delete();

        assertThat(scene.awaitReason("auth", "SecretNotFound").organizationId()).isNull();
    }

    @Test
    void all_resources_that_share_a_secret_follow_it_with_one_call() {
        var token = scene.token();
        scene.secret("konnect", token);
        for (var name : new String[] {"a", "b", "c", "d"}) {
            scene.referring(name, "konnect");
            scene.awaitReason(name, "Valid");
        }

        assertThat(scene.checks(token)).isEqualTo(1);
    }

    @Test
    void a_secret_with_other_keys_and_other_formats_disturbs_nobody() {
        scene.store(new SecretBuilder(scene.secretOf("odd", "").build())
                .withStringData(null)
                .withData(Map.of("token", "gICA", "other", "/w=="))
                .build());
        scene.referring("odd", "odd");
        scene.awaitReason("odd", "MalformedToken");

        scene.secret("konnect", scene.token());
        scene.referring("auth", "konnect");
        scene.awaitReason("auth", "Valid");
    }

    private void label(Map<String, String> labels) {
        scene.secret("konnect").edit(secret -> {
            secret.getMetadata().setLabels(labels);
            return secret;
        });
    }
}
