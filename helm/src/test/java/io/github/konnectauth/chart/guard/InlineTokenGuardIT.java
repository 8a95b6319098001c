package io.github.konnectauth.chart.guard;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.operator.ApiServer;
import io.github.konnectauth.operator.NeedsApiServer;
import io.github.konnectauth.operator.Scene;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With inlineTokenGuard nobody puts a token into a resource, and those that have one stay usable. */
@NeedsApiServer
class InlineTokenGuardIT {

    private static final String VALUES = "inlineTokenGuard: {enabled: true}";
    private static final String ADVICE = "Put the token into a Secret of type Opaque with the label"
            + " konghq.com/credential: konnect, under the key token. Then set spec.type to secretRef and"
            + " spec.secretRef.name to the name of that Secret, and leave out spec.token.";

    private static void assertRefused(ThrowingCallable change, String token) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(403))
                .hasMessageContaining("spec holds a token, which everybody sees who may read the resource. " + ADVICE)
                .hasMessageNotContaining(token);
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "KONGS"})
    void a_new_resource_with_a_token_in_it_is_refused_and_told_where_the_token_belongs(ApiServer.Crd crd) {
        try (var scene = Scene.on(crd);
                var _ = new SpecGuards(scene, VALUES, SpecGuards.inline("kpat_probe"))) {
            var token = scene.token();

            assertRefused(() -> scene.inline("inline", token), token);
            assertRefused(
                    () -> scene.client()
                            .resource(SpecGuards.resource(scene, "applied", SpecGuards.inline(token)))
                            .serverSideApply(),
                    token);
            scene.referring("referring", "a");
            assertRefused(() -> SpecGuards.changeSpec(scene, "referring", SpecGuards.inline(token)), token);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "KONGS"})
    void one_that_was_there_is_checked_labelled_and_deleted_as_before(ApiServer.Crd crd) {
        try (var scene = Scene.on(crd)) {
            var token = scene.token();
            scene.inline("before", token);
            try (var _ = new SpecGuards(scene, VALUES, SpecGuards.inline("kpat_probe"))) {
                scene.operator();
                scene.awaitReason("before", "Valid");

                SpecGuards.change(
                        scene, "before", resource -> resource.getMetadata().setLabels(Map.of("a", "b")));
                SpecGuards.change(
                        scene, "before", resource -> resource.getMetadata().setFinalizers(List.of("example.com/held")));
                scene.client()
                        .resource(SpecGuards.resource(scene, "before", SpecGuards.inline(token)))
                        .forceConflicts()
                        .serverSideApply();
                SpecGuards.stored(scene, "before").delete();
                SpecGuards.change(
                        scene, "before", resource -> resource.getMetadata().setFinalizers(List.of()));

                assertThat(SpecGuards.stored(scene, "before").get()).isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "KONGS"})
    void one_that_was_there_gets_no_other_token_and_may_turn_to_a_Secret(ApiServer.Crd crd) {
        try (var scene = Scene.on(crd)) {
            var token = scene.token();
            scene.inline("before", token);
            try (var _ = new SpecGuards(scene, VALUES, SpecGuards.inline("kpat_probe"))) {
                assertRefused(() -> SpecGuards.changeSpec(scene, "before", SpecGuards.inline(token + "x")), token);

                SpecGuards.changeSpec(scene, "before", SpecGuards.referring("us.api.konghq.com"));

                assertThat(SpecGuards.stored(scene, "before").require().<String>get("spec", "token"))
                        .isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "KONGS"})
    void whoever_writes_one_is_only_warned_where_that_is_wanted(ApiServer.Crd crd) {
        try (var scene = Scene.on(crd);
                var _ = new SpecGuards(
                        scene,
                        "inlineTokenGuard: {enabled: true, validationActions: [Warn, Audit]}",
                        SpecGuards.inline("kpat_probe"))) {
            assertThat(SpecGuards.warnings(scene, SpecGuards.inline(scene.token())))
                    .singleElement(as(STRING))
                    .contains(ADVICE)
                    .doesNotContain("kpat_");
            assertThat(SpecGuards.warnings(scene, SpecGuards.referring("us.api.konghq.com")))
                    .isEmpty();
        }
    }

    /** What no type of ours would let in: the token would lie there without being used. */
    @ParameterizedTest
    @EnumSource(names = {"PERMISSIVE"})
    void a_token_beside_another_type_is_refused_too(ApiServer.Crd crd) {
        try (var scene = Scene.on(crd);
                var _ = new SpecGuards(scene, VALUES, SpecGuards.inline("kpat_probe"))) {
            var token = scene.token();

            assertRefused(() -> scene.resource("beside", Map.of("type", "secretRef", "token", token)), token);
            assertRefused(() -> scene.resource("alone", Map.of("token", token)), token);
            scene.resource("none", Map.of("type", "secretRef", "token", ""));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "KONGS"})
    void a_namespace_that_is_not_chosen_is_not_concerned(ApiServer.Crd crd) {
        try (var chosen = Scene.on(crd);
                var other = Scene.on(crd)) {
            SpecGuards.label(chosen, Map.of("tokens", "in-secrets"));
            var values = "inlineTokenGuard: {enabled: true, namespaceSelector: {matchLabels: {tokens: in-secrets}}}";
            try (var _ = new SpecGuards(chosen, values, SpecGuards.inline("kpat_probe"))) {
                var token = other.token();

                assertRefused(() -> chosen.inline("inline", token), token);
                other.inline("inline", token);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OURS", "KONGS"})
    void of_watched_namespaces_only_those_are_concerned(ApiServer.Crd crd) {
        try (var watched = Scene.on(crd);
                var other = Scene.on(crd)) {
            var values = VALUES + "\nwatchNamespaces: [" + watched.namespace() + "]";
            try (var _ = new SpecGuards(watched, values, SpecGuards.inline("kpat_probe"))) {
                var token = other.token();

                assertRefused(() -> watched.inline("inline", token), token);
                other.inline("inline", token);
            }
        }
    }
}
