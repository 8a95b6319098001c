package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.KongKindsInstalled.Referring;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kong's other kinds may not be there, may come later, and may go again; the operator is not started anew for that. */
@NeedsApiServer
class KindsInstalledLaterIT {

    /** Discovery is read again every minute. */
    private static final Duration A_MINUTE_AND_MORE = Duration.ofSeconds(80);

    private OwnControlPlane plane;
    private ApiServer server;
    private Scene scene;

    @BeforeEach
    void open() {
        plane = OwnControlPlane.start();
        server = ApiServer.at(plane.kubeconfig());
        scene = Scene.on(server);
    }

    @AfterEach
    void close() {
        scene.close();
        server.client().close();
        plane.close();
    }

    @Test
    void they_are_heeded_from_when_they_come_until_they_go() {
        var kong = new KongKindsInstalled(scene.client());
        var vault = kong.namespace(scene.namespace() + "-vault");
        scene.operator("--watch-namespaces=" + scene.namespace() + "," + vault);
        scene.store(scene.secretOf("konnect", scene.token())
                .editMetadata()
                .withNamespace(vault)
                .endMetadata()
                .build());
        scene.resource(
                "auth",
                Map.of(
                        "type",
                        "secretRef",
                        "secretRef",
                        Map.of("name", "konnect", "namespace", vault),
                        "serverURL",
                        "us.api.konghq.com"));
        scene.awaitReason("auth", "RefNotPermitted");
        scene.inline("home", scene.token());
        scene.awaitReason("home", "Valid");

        kong.withGrants().with(Referring.PORTAL);
        kong.grant(vault, scene.namespace());
        kong.referrer(Referring.PORTAL, scene.namespace(), "portal", Map.of("name", "home"));
        awaitReason("Valid");
        awaitFinalizer(true);

        scene.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("kongreferencegrants.configuration.konghq.com")
                .delete();
        scene.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("portals.konnect.konghq.com")
                .delete();
        awaitReason("RefNotPermitted");
        awaitFinalizer(false);
        assertThat(scene.status("home").organizationId()).isEqualTo(Scene.ORGANIZATION);
    }

    private void awaitReason(String reason) {
        Awaitility.await("for " + reason)
                .atMost(A_MINUTE_AND_MORE)
                .until(() -> Told.reason(scene.status("auth"), "Ready"), reason::equals);
    }

    private void awaitFinalizer(boolean isExpected) {
        Awaitility.await("for the finalizer to be there: " + isExpected)
                .atMost(A_MINUTE_AND_MORE)
                .until(() ->
                        scene.raw("home").get().getMetadata().getFinalizers().contains(InUseFinalizer.RESOURCE.text())
                                == isExpected);
    }
}
