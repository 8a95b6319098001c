package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.simulator.OrganizationState;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code kubectl describe} shows under Events. */
@NeedsApiServer
class EventsIT {

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
    void a_change_of_the_reason_is_an_event() {
        var token = scene.token();
        scene.operator();
        scene.inline("auth", token);
        scene.awaitReason("auth", "Valid");
        scene.konnect().revoke(token);
        scene.raw("auth").annotate(KonnectAPIAuthConfiguration.CHECK_REQUESTED, "now");

        awaitEvents("Normal Valid auth", "Warning TokenRejected auth");
        assertThat(Canary.logged()).as("what the canary is looked for in").contains("TokenRejected");
    }

    @Test
    void an_organization_that_closes_down_is_told_once_and_the_token_stays_valid() {
        scene.konnect().organizationState(Scene.ORGANIZATION, OrganizationState.DELETING);
        scene.operator();
        scene.inline("a", scene.token());
        scene.awaitReason("a", "Valid");
        scene.inline("b", scene.token());
        scene.awaitReason("b", "Valid");

        awaitEvents("Normal Valid a", "Warning OrganizationNotActive a", "Normal Valid b");
    }

    @Test
    void a_token_that_had_to_be_trimmed_is_told_once() {
        scene.operator();
        scene.secret("konnect", scene.token() + "\n");
        scene.referring("auth", "konnect");
        scene.awaitReason("auth", "Valid");
        scene.raw("auth").annotate(KonnectAPIAuthConfiguration.CHECK_REQUESTED, "now");
        scene.await("auth", resource -> "now".equals(resource.status().lastHandledCheckRequest()));

        awaitEvents("Normal Valid auth", "Warning TokenTrimmed auth");
    }

    @Test
    void an_inline_token_is_warned_of_once_where_that_is_wanted_and_again_when_another_one_stands_there() {
        var operator = scene.operator("--warn-inline-tokens");
        scene.secret("konnect", scene.token());
        scene.referring("referring", "konnect");
        scene.awaitReason("referring", "Valid");
        scene.inline("inline", scene.token());
        scene.awaitReason("inline", "Valid");
        scene.raw("inline").annotate(KonnectAPIAuthConfiguration.CHECK_REQUESTED, "now");
        scene.await("inline", resource -> "now".equals(resource.status().lastHandledCheckRequest()));

        awaitEvents("Normal Valid referring", "Normal Valid inline", "Warning InlineToken inline");

        scene.raw("inline").spec("token", scene.token());
        awaitEvents(
                "Normal Valid referring",
                "Normal Valid inline",
                "Warning InlineToken inline",
                "Warning InlineToken inline");
        scene.awaitReason("inline", "Valid");

        scene.stop(operator);
        scene.operator("--warn-inline-tokens");
        scene.raw("inline").annotate(KonnectAPIAuthConfiguration.CHECK_REQUESTED, "later");
        scene.await("inline", resource -> "later".equals(resource.status().lastHandledCheckRequest()));
        awaitEvents(
                "Normal Valid referring",
                "Normal Valid inline",
                "Warning InlineToken inline",
                "Warning InlineToken inline",
                "Warning InlineToken inline");
    }

    private void awaitEvents(String... expected) {
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .untilAsserted(() -> assertThat(events()).containsExactlyInAnyOrder(expected));
    }

    private List<String> events() {
        return scene.client().events().v1().events().inNamespace(scene.namespace()).list().getItems().stream()
                .map(event -> event.getType() + " " + event.getReason() + " "
                        + event.getRegarding().getName())
                .toList();
    }
}
