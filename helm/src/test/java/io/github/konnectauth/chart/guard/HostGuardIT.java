package io.github.konnectauth.chart.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.operator.ApiServer;
import io.github.konnectauth.operator.NeedsApiServer;
import io.github.konnectauth.operator.Scene;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With hostGuard a resource on a host that allowedHosts does not permit is refused, and told which are. */
@NeedsApiServer
class HostGuardIT {

    private static final String VALUES =
            "hostGuard: {enabled: true}\nallowedHosts: ['*.api.konghq.com', 'konnect.example.com:8443']";
    private static final Map<String, ?> REFUSED = SpecGuards.referring("us.attacker.example");

    private static void assertRefused(ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(403))
                .hasMessageContaining("spec.serverURL leads to no host that may receive a token. Allowed are"
                        + " *.api.konghq.com, konnect.example.com:8443, where * stands for one label. Name one of these,"
                        + " alone or after https://, with its port if it has one; or have the host added to allowedHosts"
                        + " of the Helm chart of konnect-auth-operator.")
                .hasMessageNotContaining("attacker");
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "KONGS"})
    void a_resource_on_another_host_is_refused_and_told_which_hosts_there_are(ApiServer.Crd crd) {
        try (var scene = Scene.on(crd);
                var _ = new SpecGuards(scene, VALUES, REFUSED)) {
            var token = scene.token();

            assertRefused(() -> scene.inline("other", token, "us.attacker.example"));
            assertRefused(() -> scene.inline("other", token, "https://us.api.konghq.com.attacker.example/"));
            assertRefused(() -> scene.inline("port", token, "https://us.api.konghq.com:8443"));
            assertRefused(() -> scene.inline("address", token, "127.0.0.1"));
            scene.inline("region", token);
            scene.inline("url", token, "HTTPS://EU.API.konghq.com.:443/");
            scene.inline("listed", token, "https://konnect.example.com:8443");
        }
    }

    /** Kong's CRD lets such URLs in. */
    @Test
    void what_is_no_server_is_refused_without_repeating_a_password() {
        try (var scene = Scene.on(ApiServer.Crd.KONGS);
                var _ = new SpecGuards(scene, VALUES, REFUSED)) {
            for (var url : List.of(
                    "https://attacker:attacker@us.api.konghq.com",
                    "https://us.api.konghq.com/attacker",
                    "https://us.api.konghq.com?attacker",
                    "https://us.api.konghq.com:0")) {
                assertRefused(() -> scene.inline("none", scene.token(), url));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "KONGS"})
    void one_that_was_there_is_checked_changed_and_deleted_as_before(ApiServer.Crd crd) {
        try (var scene = Scene.on(crd)) {
            scene.inline("before", scene.token(), "us.attacker.example");
            try (var _ = new SpecGuards(scene, VALUES, REFUSED)) {
                scene.operator();
                scene.awaitReason("before", "ServerNotAllowed");

                SpecGuards.change(
                        scene, "before", resource -> resource.getMetadata().setFinalizers(List.of("example.com/held")));
                SpecGuards.changeSpec(
                        scene,
                        "before",
                        Map.of("type", "token", "token", scene.token(), "serverURL", "us.attacker.example"));
                SpecGuards.stored(scene, "before").delete();
                SpecGuards.change(
                        scene, "before", resource -> resource.getMetadata().setFinalizers(List.of()));

                assertThat(SpecGuards.stored(scene, "before").get()).isNull();
            }
        }
    }

    @Test
    void a_host_that_is_changed_is_judged_anew() {
        try (var scene = Scene.on(ApiServer.Crd.PERMISSIVE);
                var _ = new SpecGuards(scene, VALUES, REFUSED)) {
            scene.resource("changed", SpecGuards.referring("us.api.konghq.com"));

            assertRefused(() -> SpecGuards.changeSpec(scene, "changed", REFUSED));
            assertRefused(() -> SpecGuards.changeSpec(scene, "changed", Map.of("type", "secretRef")));
            SpecGuards.changeSpec(scene, "changed", SpecGuards.referring("eu.api.konghq.com"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "KONGS"})
    void a_namespace_that_is_not_chosen_is_not_concerned(ApiServer.Crd crd) {
        try (var chosen = Scene.on(crd);
                var other = Scene.on(crd)) {
            SpecGuards.label(chosen, Map.of("hosts", "listed"));
            var values = VALUES.replace("{enabled: true}", """
                {enabled: true, namespaceSelector: {matchExpressions: [{key: hosts, operator: In, values: [listed]}]}}""");
            try (var _ = new SpecGuards(chosen, values, REFUSED)) {
                assertRefused(() -> chosen.resource("other", REFUSED));
                other.resource("other", REFUSED);
            }
        }
    }
}
