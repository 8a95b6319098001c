package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A CRD that lets anything in: one resource's nonsense is nobody else's trouble. */
@NeedsApiServer
class LenientCrdIT {

    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.PERMISSIVE);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void resources_of_wrong_types_get_their_verdict_and_stop_nobody() {
        scene.resource("token-is-a-number", Map.of("type", "token", "token", 7, "serverURL", "us.api.konghq.com"));
        scene.resource("server-is-a-list", Map.of("type", "token", "token", scene.token(), "serverURL", List.of(1)));
        scene.resource(
                "ref-is-a-list", Map.of("type", "secretRef", "secretRef", List.of(), "serverURL", "us.api.konghq.com"));
        scene.resource("type-is-an-object", Map.of("type", Map.of(), "serverURL", "us.api.konghq.com"));
        scene.resource("no-spec-to-speak-of", Map.of());
        scene.inline("status-is-odd", scene.token());
        scene.raw("status-is-odd").status(status -> {
            status.put("organizationID", List.of(1, 2));
            status.put("observedGeneration", "seven");
            status.put("conditions", List.of("x", Map.of("reason", "NoType"), Map.of("type", "Odd", "status", 5)));
        });

        scene.operator();
        scene.resource("comes-later", Map.of("type", List.of(), "token", Map.of(), "serverURL", Map.of()));
        scene.inline("good", scene.token());

        scene.awaitReason("good", "Valid");
        scene.awaitReason("token-is-a-number", "MalformedToken");
        scene.awaitReason("server-is-a-list", "InvalidServerURL");
        scene.awaitReason("ref-is-a-list", "SecretNotFound");
        scene.awaitReason("type-is-an-object", "MalformedToken");
        scene.awaitReason("no-spec-to-speak-of", "InvalidServerURL");
        scene.awaitReason("comes-later", "InvalidServerURL");
        var odd = scene.awaitReason("status-is-odd", "Valid");
        assertThat(odd.condition("Odd")).isPresent();
        assertThat(odd.condition(Condition.API_AUTH_VALID)).isPresent();
    }
}
