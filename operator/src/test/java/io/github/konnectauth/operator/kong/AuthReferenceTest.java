package io.github.konnectauth.operator.kong;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.kong.Reference.Target;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthReferenceTest {

    @ParameterizedTest
    @CsvSource({
        "KonnectGatewayControlPlane, spec",
        "KonnectCloudGatewayNetwork, spec",
        "KonnectEventGateway, spec",
        "KonnectAIGateway, spec",
        "Portal, spec",
        "KonnectExtension, status"
    })
    void each_kind_names_a_resource_in_its_own_place(String kind, String part) {
        var object = object(kind, part + ": {konnect: {authRef: {name: auth, namespace: vault}}}");

        assertThat(of(kind).of(object))
                .contains(new Reference("konnect.konghq.com", kind, "team", Target.configuration("vault", "auth")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{name: auth}", "{name: auth, namespace: ''}", "{name: auth, namespace: null}"})
    void without_a_namespace_it_is_the_objects_own(String ref) {
        assertThat(of("Portal").of(object("Portal", "spec: {konnect: {authRef: " + ref + "}}")))
                .map(Reference::target)
                .contains(Target.configuration("team", "auth"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec: {}",
                "spec: {konnect: {}}",
                "spec: {konnect: {authRef: {}}}",
                "spec: {konnect: {authRef: {name: ''}}}",
                "spec: {konnect: {authRef: {name: 7}}}",
                "spec: {konnect: {authRef: auth}}",
                "spec: {konnect: [auth]}",
                "spec: auth",
                "status: {konnect: {authRef: {name: auth}}}"
            })
    void what_cannot_be_read_names_nothing(String rest) {
        assertThat(of("Portal").of(object("Portal", rest))).isEmpty();
    }

    @Test
    void of_an_object_that_is_kept_only_the_reference_remains() {
        var object = object("Portal", "spec: {konnect: {authRef: {name: auth}}, secret: large}");
        object.getMetadata().setLabels(Map.of("a", "b"));

        var kept = of("Portal").pruned(object);

        assertThat(of("Portal").of(kept)).isEqualTo(of("Portal").of(object)).isPresent();
        assertThat(Serialization.asJson(kept)).doesNotContain("large", "labels");
    }

    @Test
    void what_its_control_plane_may_name_an_extension_may_name_too() {
        var reference = of("KonnectExtension")
                .of(object("KonnectExtension", "status: {konnect: {authRef: {name: auth, namespace: vault}}}"))
                .orElseThrow();

        assertThat(AuthReference.standingFor(reference).map(Reference::kind))
                .containsExactly("KonnectExtension", "KonnectGatewayControlPlane");
    }

    private static AuthReference of(String kind) {
        return AuthReference.ALL.stream()
                .filter(each -> each.kind().kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static GenericKubernetesResource object(String kind, String rest) {
        return Serialization.unmarshal("""
                apiVersion: konnect.konghq.com/v1alpha1
                kind: %s
                metadata: {namespace: team, name: object}
                %s
                """.formatted(kind, rest), GenericKubernetesResource.class);
    }
}
