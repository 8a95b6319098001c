package io.github.konnectauth.operator;

import static io.github.konnectauth.operator.Told.assertInvalid;
import static io.github.konnectauth.operator.Told.message;
import static io.github.konnectauth.operator.Told.reason;
import static io.github.konnectauth.operator.Told.state;
import static io.github.konnectauth.operator.Told.types;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.simulator.Fault;
import io.github.konnectauth.simulator.Operation;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the table of reasons, from a resource on a real API server to its status. */
@NeedsApiServer
class VerdictsIT {

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
    void an_inline_token_that_konnect_knows_is_valid() {
        scene.inline("auth", scene.token());

        var status = scene.awaitReason("auth", "Valid");

        assertThat(status.organizationId()).isEqualTo(Scene.ORGANIZATION);
        assertThat(status.serverUrl()).isEqualTo("https://us.api.konghq.com");
        assertThat(status.observedGeneration()).isEqualTo(1L);
        assertThat(message(status, Condition.API_AUTH_VALID)).isEqualTo("Token is valid");
        assertThat(reason(status, Condition.API_AUTH_VALID)).isEqualTo("Valid");
        assertThat(types(status)).containsExactly(Condition.API_AUTH_VALID, Condition.READY);
    }

    @Test
    void a_token_from_a_secret_is_valid_and_the_message_names_the_secret() {
        scene.secret("konnect", scene.token());
        scene.referring("auth", "konnect");

        var status = scene.awaitReason("auth", "Valid");

        assertThat(message(status, Condition.API_AUTH_VALID))
                .isEqualTo("Token from Secret " + scene.namespace() + "/konnect is valid");
        assertThat(status.observedSecretResourceVersion())
                .isEqualTo(scene.secret("konnect").require().getMetadata().getResourceVersion());
    }

    @Test
    void a_trailing_newline_is_cut_and_ready_says_so() {
        scene.secret("konnect", scene.token() + "\n");
        scene.referring("auth", "konnect");

        var status = scene.awaitReason("auth", "Valid");

        assertThat(message(status, Condition.API_AUTH_VALID)).endsWith("/konnect is valid");
        assertThat(message(status, Condition.READY)).contains("White space around it was cut");
    }

    @Test
    void a_token_that_konnect_does_not_know_is_rejected() {
        scene.inline("auth", Canary.token());

        var status = scene.awaitReason("auth", "TokenRejected");

        assertInvalid(status, Condition.STALLED);
        assertThat(message(status, Condition.READY))
                .contains("revoked, expired or mistyped")
                .contains("konnect:trace:");
    }

    @Test
    void a_token_that_only_the_region_rejects_is_rejected() {
        var token = scene.token();
        scene.konnect()
                .fault(Fault.of(Fault.Kind.UNAUTHORIZED)
                        .on(Operation.CONTROL_PLANES)
                        .forToken(token));
        scene.inline("auth", token);

        assertInvalid(scene.awaitReason("auth", "TokenRejected"), Condition.STALLED);
    }

    @Test
    void a_token_that_may_not_list_control_planes_is_valid() {
        var token = scene.token();
        scene.konnect()
                .fault(Fault.of(Fault.Kind.FORBIDDEN)
                        .on(Operation.CONTROL_PLANES)
                        .forToken(token));
        scene.inline("auth", token);

        scene.awaitReason("auth", "Valid");
    }

    @Test
    void a_token_that_may_not_read_its_organization_is_denied() {
        var token = scene.token();
        scene.konnect()
                .fault(Fault.of(Fault.Kind.FORBIDDEN).on(Operation.IDENTITY).forToken(token));
        scene.inline("auth", token);

        assertInvalid(scene.awaitReason("auth", "PermissionDenied"), Condition.STALLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", "hello", "kpat_", "kpat_with space", "kpat_with\ttab", "kpat_höher", "KPAT_upper"})
    void a_text_that_is_no_token_is_malformed_and_konnect_is_not_asked(String text) {
        scene.secret("konnect", text);
        scene.referring("auth", "konnect");

        assertInvalid(scene.awaitReason("auth", "MalformedToken"), Condition.STALLED);
        assertThat(scene.konnect().requests(Operation.IDENTITY)).isZero();
    }

    @Test
    void binary_data_is_malformed() {
        scene.store(scene.secretOf("konnect", "")
                .withStringData(Map.of())
                .addToData("token", "/wAB//4=")
                .build());
        scene.referring("auth", "konnect");

        assertInvalid(scene.awaitReason("auth", "MalformedToken"), Condition.STALLED);
    }

    @Test
    void a_secret_that_does_not_exist_is_awaited() {
        scene.referring("auth", "konnect");

        assertInvalid(scene.awaitReason("auth", "SecretNotFound"), Condition.RECONCILING);
    }

    @Test
    void a_secret_of_another_type_is_not_used() {
        scene.store(scene.secretOf("konnect", scene.token())
                .withType("example.com/other")
                .build());
        scene.referring("auth", "konnect");

        assertInvalid(scene.awaitReason("auth", "SecretNotOpaque"), Condition.STALLED);
    }

    @Test
    void a_secret_without_the_label_is_told_from_a_missing_one() {
        scene.store(scene.secretOf("konnect", scene.token())
                .editMetadata()
                .withLabels(Map.of())
                .endMetadata()
                .build());
        scene.referring("auth", "konnect");

        assertInvalid(scene.awaitReason("auth", "SecretNotLabelled"), Condition.STALLED);
    }

    @Test
    void a_secret_without_the_key_is_not_used() {
        scene.store(scene.secretOf("konnect", "")
                .withStringData(Map.of("other", scene.token()))
                .build());
        scene.referring("auth", "konnect");

        assertInvalid(scene.awaitReason("auth", "TokenKeyMissing"), Condition.STALLED);
    }

    @Test
    void a_secret_in_a_namespace_that_is_not_watched_is_refused_and_the_message_says_so() {
        scene.resource("auth", reference("elsewhere", "us.api.konghq.com"));

        var status = scene.awaitReason("auth", "RefNotPermitted");

        assertInvalid(status, Condition.RECONCILING);
        assertThat(reason(status, Condition.RESOLVED_REFS)).isEqualTo("RefNotPermitted");
        assertThat(message(status, Condition.READY)).contains("--watch-namespaces");
    }

    @Test
    void a_host_that_is_not_allowed_gets_no_token() {
        var token = scene.token();
        scene.inline("auth", token, "us.attacker.example");

        var status = scene.awaitReason("auth", "ServerNotAllowed");

        assertInvalid(status, Condition.STALLED);
        assertThat(status.serverUrl()).isEqualTo("https://us.attacker.example");
        assertThat(scene.checks(token)).isZero();
    }

    @Test
    void a_region_that_konnect_does_not_have_is_unknown() {
        scene.inline("auth", scene.token(), "pl.api.konghq.com");

        var status = scene.awaitReason("auth", "UnknownRegion");

        assertInvalid(status, Condition.STALLED);
        assertThat(message(status, Condition.READY)).contains("no region pl").contains("eu");
    }

    @Test
    void the_global_host_is_a_region_of_which_identity_is_asked_only() {
        scene.inline("auth", scene.token(), "global.api.konghq.com");

        scene.awaitReason("auth", "Valid");
        assertThat(scene.konnect().requests(Operation.CONTROL_PLANES)).isZero();
    }

    @Test
    void a_private_origin_is_asked_for_everything_port_and_all() {
        scene.inline(
                "auth", scene.token(), "https://localhost:" + scene.konnect().port() + "/");

        var status = scene.awaitReason("auth", "Valid");

        assertThat(status.serverUrl())
                .isEqualTo("https://localhost:" + scene.konnect().port());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"UNAUTHORIZED", "FORBIDDEN"},
            mode = EnumSource.Mode.EXCLUDE)
    void any_other_answer_of_identity_leaves_the_question_open(Fault.Kind kind) {
        scene.konnect().fault(Fault.of(kind).on(Operation.IDENTITY));
        scene.inline("auth", scene.token());

        var status = scene.await(
                "auth",
                resource -> resource.status()
                        .condition(Condition.READY)
                        .filter(ready -> !ready.reason().equals("Pending"))
                        .isPresent());

        var reason = switch (kind) {
            case RATE_LIMITED, RATE_LIMITED_AT_EDGE -> "RateLimited";
            case SERVER_ERROR, HANG, SLOW_DRIP, DROPPED -> "KonnectUnreachable";
            default -> "UnexpectedResponse";
        };
        assertThat(reason(status, Condition.READY)).isEqualTo(reason);
        assertThat(reason(status, Condition.API_AUTH_VALID)).isEqualTo(reason);
        assertThat(state(status, Condition.API_AUTH_VALID)).isEqualTo("Unknown");
        assertThat(types(status)).contains(Condition.RECONCILING).doesNotContain(Condition.STALLED);
        assertThat(status.organizationId()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "SERVER_ERROR, UNAUTHORIZED, TokenRejected",
        "UNAUTHORIZED, SERVER_ERROR, TokenRejected",
        "FORBIDDEN, UNAUTHORIZED, TokenRejected",
        "FORBIDDEN, SERVER_ERROR, PermissionDenied",
        "GARBAGE, FORBIDDEN, UnexpectedResponse",
        "RATE_LIMITED, FORBIDDEN, RateLimited"
    })
    void of_two_answers_a_rejection_goes_first_then_a_denial_then_doubt(
            Fault.Kind identity, Fault.Kind region, String reason) {
        scene.konnect().fault(Fault.of(identity).on(Operation.IDENTITY));
        scene.konnect().fault(Fault.of(region).on(Operation.CONTROL_PLANES));
        scene.inline("auth", scene.token());

        scene.awaitReason("auth", reason);
    }

    @Test
    void the_server_goes_before_the_reference_which_is_resolved_all_the_same() {
        scene.resource("auth", reference("elsewhere", "us.attacker.example"));

        var status = scene.awaitReason("auth", "ServerNotAllowed");

        assertThat(state(status, Condition.RESOLVED_REFS)).isEqualTo("False");
    }

    private static Map<String, Object> reference(String namespace, String server) {
        return Map.of(
                "type",
                "secretRef",
                "secretRef",
                Map.of("name", "konnect", "namespace", namespace),
                "serverURL",
                server);
    }
}
