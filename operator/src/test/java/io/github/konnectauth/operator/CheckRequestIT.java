package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People ask for a check by an annotation, and revoked tokens are noticed without it. */
@NeedsApiServer
class CheckRequestIT {

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
    void a_request_is_answered_at_once_past_the_shared_answer_and_a_second_one_is_not_lost() {
        var token = scene.token();
        scene.operator();
        scene.inline("auth", token);
        scene.awaitReason("auth", "Valid");

        scene.konnect().revoke(token);
        scene.raw("auth").annotate(KonnectAPIAuthConfiguration.CHECK_REQUESTED, "first");
        assertThat(scene.awaitReason("auth", "TokenRejected").lastHandledCheckRequest())
                .isEqualTo("first");

        scene.konnect().restore(token);
        scene.raw("auth").annotate(KonnectAPIAuthConfiguration.CHECK_REQUESTED, "second");
        assertThat(scene.awaitReason("auth", "Valid").lastHandledCheckRequest()).isEqualTo("second");
        assertThat(scene.checks(token)).isEqualTo(3);
    }

    @Test
    void a_request_that_is_made_while_the_operator_is_down_is_answered_when_it_is_up() {
        var token = scene.token();
        var operator = scene.operator();
        scene.inline("auth", token);
        scene.awaitReason("auth", "Valid");
        scene.stop(operator);

        scene.raw("auth").annotate(KonnectAPIAuthConfiguration.CHECK_REQUESTED, "meanwhile");
        scene.operator();

        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .until(() -> "meanwhile".equals(scene.status("auth").lastHandledCheckRequest()));
    }

    @Test
    void a_revoked_token_is_noticed_within_the_interval() {
        var token = scene.token();
        scene.operator("--revalidation-interval=1s");
        scene.inline("auth", token);
        scene.awaitReason("auth", "Valid");

        scene.konnect().revoke(token);

        assertThat(scene.awaitReason("auth", "TokenRejected").organizationId()).isNull();
    }
}
