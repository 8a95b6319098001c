package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.github.konnectauth.operator.KongKindsInstalled.Referring;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A resource that Kong's other kinds name does not vanish: deleting what is theirs in Konnect needs its token. */
@NeedsApiServer
class ResourceFinalizerIT {

    private Scene scene;
    private KongKindsInstalled kong;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
        kong = new KongKindsInstalled(scene.client()).withGrants().with(Referring.values());
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @EnumSource
    void it_is_held_while_an_object_of_any_of_these_kinds_names_it(Referring kind) {
        scene.operator();
        scene.inline("auth", scene.token());
        scene.awaitReason("auth", "Valid");

        var referrer = kong.referrer(kind, scene.namespace(), "object", Map.of("name", "auth"));
        await("auth", ResourceFinalizerIT::isHeld);

        referrer.delete();
        await("auth", resource -> !isHeld(resource));
        assertThat(scene.status("auth").organizationId()).isEqualTo(Scene.ORGANIZATION);
    }

    @Test
    void a_deleted_resource_stays_with_its_status_and_secret_until_the_last_lets_it_go() {
        scene.operator();
        scene.secret("konnect", scene.token());
        scene.referring("auth", "konnect");
        var portal = kong.referrer(Referring.PORTAL, scene.namespace(), "a", Map.of("name", "auth"));
        var gateway = kong.referrer(Referring.KONNECT_EVENT_GATEWAY, scene.namespace(), "b", Map.of("name", "auth"));
        await("auth", ResourceFinalizerIT::isHeld);
        scene.awaitReason("auth", "Valid");

        scene.raw("auth").handle().delete();
        scene.secret("konnect").delete();
        portal.delete();
        scene.inline("fence", scene.token());
        scene.awaitReason("fence", "Valid");
        assertThat(scene.status("auth").organizationId()).isEqualTo(Scene.ORGANIZATION);
        assertThat(scene.secret("konnect").get()).isNotNull();

        gateway.delete();
        await("auth", Objects::isNull);
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .until(() -> scene.secret("konnect").get() == null);
    }

    @Test
    void a_reference_from_elsewhere_holds_it_only_while_a_grant_permits_it() {
        var elsewhere = kong.namespace(scene.namespace() + "-team");
        scene.operator("--watch-namespaces=" + scene.namespace() + "," + elsewhere);
        scene.inline("auth", scene.token());
        scene.inline("other", scene.token());
        kong.referrer(Referring.PORTAL, elsewhere, "a", Map.of("name", "auth", "namespace", scene.namespace()));
        kong.referrer(Referring.PORTAL, scene.namespace(), "b", Map.of("name", "other"));
        await("other", ResourceFinalizerIT::isHeld);
        scene.awaitReason("auth", "Valid");
        assertThat(isHeld(scene.raw("auth").get())).isFalse();

        var grant = kong.grantOf(
                scene.namespace(), elsewhere, "Portal", "konnect.konghq.com", "KonnectAPIAuthConfiguration", "auth");
        await("auth", ResourceFinalizerIT::isHeld);

        scene.raw("auth").handle().delete();
        grant.delete();
        await("auth", Objects::isNull);
    }

    @Test
    void what_was_left_behind_is_swept_at_the_start() {
        scene.inline("orphan", scene.token());
        scene.inline("used", scene.token());
        hold("orphan");
        hold("used");
        kong.referrer(Referring.PORTAL, scene.namespace(), "a", Map.of("name", "used"));

        scene.operator();

        await("orphan", resource -> !isHeld(resource));
        assertThat(isHeld(scene.raw("used").get())).isTrue();
    }

    @Test
    void without_the_switch_nothing_is_held() {
        scene.operator("--in-use-finalizer=false");
        scene.inline("auth", scene.token());
        kong.referrer(Referring.PORTAL, scene.namespace(), "a", Map.of("name", "auth"));
        scene.awaitReason("auth", "Valid");

        scene.raw("auth").handle().delete();

        await("auth", Objects::isNull);
    }

    @Test
    void a_switch_that_is_turned_off_takes_back_what_was_put_on() {
        scene.inline("auth", scene.token());
        hold("auth");
        kong.referrer(Referring.PORTAL, scene.namespace(), "a", Map.of("name", "auth"));

        scene.operator("--in-use-finalizer=false");

        await("auth", resource -> !isHeld(resource));
    }

    private void hold(String name) {
        scene.raw(name).edit(resource -> {
            resource.addFinalizer(InUseFinalizer.RESOURCE.text());
            return resource;
        });
    }

    private void await(String name, Predicate<@Nullable GenericKubernetesResource> expected) {
        Awaitility.await("for " + name)
                .atMost(Scene.PATIENCE)
                .until(() -> expected.test(scene.raw(name).handle().get()));
    }

    private static boolean isHeld(@Nullable GenericKubernetesResource resource) {
        return resource != null && resource.getMetadata().getFinalizers().contains(InUseFinalizer.RESOURCE.text());
    }
}
