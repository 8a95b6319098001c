package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Others write to the same status: Kong's controllers do. */
@NeedsApiServer
@ParameterizedClass
@EnumSource(
        value = ApiServer.Crd.class,
        names = {"OURS", "KONGS"})
class OtherWritersIT {

    private static final Map<String, Object> THEIRS = condition("Programmed", "True", "Programmed");

    private final Scene scene;

    OtherWritersIT(ApiServer.Crd crd) {
        scene = Scene.on(crd);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_status_that_somebody_else_wrote_first_comes_right() {
        scene.inline("auth", Canary.token());
        scene.raw("auth").status(status -> {
            status.put("organizationID", "somebody-elses");
            status.put(
                    "conditions",
                    List.of(
                            condition(Condition.API_AUTH_VALID, "False", "Invalid"),
                            THEIRS,
                            condition(Condition.RESOLVED_REFS, "False", "RefNotPermitted")));
        });

        scene.operator();

        var status = scene.awaitReason("auth", "TokenRejected");
        assertThat(status.organizationId()).isNull();
        assertThat(status.condition(Condition.RESOLVED_REFS)).isEmpty();
        assertThat(status.condition("Programmed").orElseThrow().lastTransitionTime())
                .isEqualTo("2020-01-01T00:00:00Z");
        assertThat(status.condition(Condition.API_AUTH_VALID).orElseThrow().lastTransitionTime())
                .as("the status of the condition was False before")
                .isEqualTo("2020-01-01T00:00:00Z");
    }

    @Test
    void a_verdict_that_somebody_overwrites_is_restored_without_asking_but_not_more_than_once_a_minute() {
        var token = scene.token();
        scene.operator();
        scene.inline("auth", token);
        scene.awaitReason("auth", "Valid");

        overwrite();
        var status = scene.awaitReason("auth", "Valid");
        assertThat(status.organizationId()).isEqualTo(Scene.ORGANIZATION);
        assertThat(status.condition("Programmed")).isPresent();

        overwrite();
        scene.inline("fence", scene.token());
        scene.awaitReason("fence", "Valid");

        assertThat(scene.status("auth").condition(Condition.READY)).isEmpty();
        assertThat(scene.checks(token)).isEqualTo(1);
    }

    @Test
    void a_verdict_is_restored_while_the_next_check_stands_in_line() {
        var token = scene.token();
        scene.operator("--requests-per-second=0.01");
        scene.inline("auth", token);
        scene.awaitReason("auth", "Valid");

        scene.raw("auth").annotate(KonnectAPIAuthConfiguration.CHECK_REQUESTED, "now");
        overwrite();

        assertThat(scene.awaitReason("auth", "Valid").lastHandledCheckRequest()).isNull();
        assertThat(scene.checks(token)).isEqualTo(1);
    }

    @Test
    void a_list_that_is_full_of_others_conditions_has_no_room_for_all_of_ours_which_is_logged_once() {
        var token = Canary.token();
        scene.inline("auth", token);
        scene.raw("auth")
                .status(status -> status.put(
                        "conditions",
                        IntStream.rangeClosed(1, 6)
                                .mapToObj(i -> condition("Theirs" + i, "True", "Theirs"))
                                .toList()));

        scene.operator("--revalidation-interval=1s");

        var status = scene.awaitReason("auth", "TokenRejected");
        assertThat(status.conditions())
                .hasSize(8)
                .extracting(Condition::type)
                .contains("Theirs1", "Theirs6", Condition.API_AUTH_VALID, Condition.READY);
        scene.inline("fence", scene.token());
        scene.awaitReason("fence", "Valid");
        assertThat(Canary.logged()
                        .lines()
                        .filter(line -> line.contains("so these are left out"))
                        .filter(line -> line.contains("\"" + scene.namespace() + "\"")))
                .hasSize(1);
    }

    /** As Kong's controllers do on a token error: the whole list at once. */
    private void overwrite() {
        scene.raw("auth")
                .status(status -> status.put(
                        "conditions",
                        new ArrayList<>(List.of(condition(Condition.API_AUTH_VALID, "False", "Invalid"), THEIRS))));
    }

    private static Map<String, Object> condition(String type, String status, String reason) {
        return Map.of(
                "type",
                type,
                "status",
                status,
                "reason",
                reason,
                "message",
                "written by somebody else",
                "lastTransitionTime",
                "2020-01-01T00:00:00Z");
    }
}
