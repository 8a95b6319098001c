package io.github.konnectauth.operator;

import static io.github.konnectauth.operator.Told.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Secret in another namespace, whose owners permit it by a grant. */
@NeedsApiServer
class CrossNamespaceIT {

    private Scene scene;
    private KongKindsInstalled kong;
    private String vault;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
        kong = new KongKindsInstalled(scene.client()).withGrants();
        vault = kong.namespace(scene.namespace() + "-vault");
        scene.operator("--watch-namespaces=" + scene.namespace() + "," + vault);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_grant_is_heeded_when_it_comes_when_it_changes_and_when_it_goes() {
        token("konnect", scene.token());
        naming("auth", "konnect");
        var refused = scene.awaitReason("auth", "RefNotPermitted");
        assertThat(state(refused, Condition.RESOLVED_REFS)).isEqualTo("False");
        assertThat(state(refused, Condition.API_AUTH_VALID)).isEqualTo("False");

        var grant = kong.grant(vault, scene.namespace());
        var permitted = scene.awaitReason("auth", "Valid");
        assertThat(permitted.condition(Condition.RESOLVED_REFS).orElseThrow())
                .returns("True", Condition::status)
                .returns("ResolvedRefs", Condition::reason);
        assertThat(permitted.condition(Condition.API_AUTH_VALID).orElseThrow().message())
                .isEqualTo("Token from Secret " + vault + "/konnect is valid");

        kong.grant(vault, scene.namespace(), "another");
        scene.awaitReason("auth", "RefNotPermitted");
        kong.grant(vault, scene.namespace(), "konnect");
        scene.awaitReason("auth", "Valid");

        grant.delete();
        assertThat(scene.awaitReason("auth", "RefNotPermitted").organizationId())
                .isNull();
    }

    @Test
    void a_secret_elsewhere_is_followed_like_one_at_home() {
        kong.grant(vault, scene.namespace());
        naming("auth", "konnect");
        var missing = scene.awaitReason("auth", "SecretNotFound");
        assertThat(state(missing, Condition.RESOLVED_REFS)).isEqualTo("True");

        token("konnect", Canary.token());
        scene.awaitReason("auth", "TokenRejected");
        token("konnect", scene.token());
        scene.awaitReason("auth", "Valid");
    }

    @Test
    void a_reference_that_comes_home_is_told_of_no_more() {
        kong.grant(vault, scene.namespace());
        token("konnect", scene.token());
        scene.secret("konnect", scene.token());
        naming("auth", "konnect");
        scene.awaitReason("auth", "Valid");

        scene.raw("auth").spec("secretRef", Map.of("name", "konnect"));

        var status = scene.await(
                "auth",
                resource -> resource.status().condition(Condition.RESOLVED_REFS).isEmpty());
        assertThat(state(status, Condition.READY)).isEqualTo("True");
    }

    @Test
    void a_grant_for_others_permits_nothing() {
        token("konnect", scene.token());
        kong.grant(vault, "others");
        kong.grantOf(vault, scene.namespace(), "Portal", "core", "Secret");

        naming("auth", "konnect");

        scene.awaitReason("auth", "RefNotPermitted");
    }

    private void token(String name, String token) {
        scene.store(scene.secretOf(name, token)
                .editMetadata()
                .withNamespace(vault)
                .endMetadata()
                .build());
    }

    private void naming(String name, String secret) {
        scene.resource(
                name,
                Map.of(
                        "type",
                        "secretRef",
                        "secretRef",
                        Map.of("name", secret, "namespace", vault),
                        "serverURL",
                        "us.api.konghq.com"));
    }
}
