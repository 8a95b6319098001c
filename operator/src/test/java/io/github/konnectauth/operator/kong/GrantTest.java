package io.github.konnectauth.operator.kong;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.kong.Reference.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTest {

    private static final String FROM_TEAM =
            "{group: konnect.konghq.com, kind: KonnectAPIAuthConfiguration, namespace: team}";
    private static final Reference TEAM_TO_TOKEN = Reference.toSecret("team", "vault", "token");

    @Test
    void without_a_name_every_secret_beside_it_is_granted() {
        var grant = grant(FROM_TEAM, "{group: core, kind: Secret}");

        assertThat(grant.permits(TEAM_TO_TOKEN)).isTrue();
        assertThat(grant.permits(Reference.toSecret("team", "vault", "other"))).isTrue();
    }

    @Test
    void with_a_name_that_secret_alone_is_granted() {
        var grant = grant(FROM_TEAM, "{group: core, kind: Secret, name: token}");

        assertThat(grant.permits(TEAM_TO_TOKEN)).isTrue();
        assertThat(grant.permits(Reference.toSecret("team", "vault", "other"))).isFalse();
        assertThat(grant.permits(Reference.toSecret("team", "vault", "token2"))).isFalse();
    }

    @Test
    void the_core_group_is_also_written_as_kubernetes_writes_it() {
        assertThat(grant(FROM_TEAM, "{group: '', kind: Secret}").permits(TEAM_TO_TOKEN))
                .isTrue();
    }

    @Test
    void one_of_several_entries_is_enough() {
        var grant = grant(
                "{group: g, kind: K, namespace: n}, " + FROM_TEAM,
                "{group: g, kind: K}, {group: core, kind: Secret, name: a}, {group: core, kind: Secret, name: token}");

        assertThat(grant.permits(TEAM_TO_TOKEN)).isTrue();
    }

    @Test
    void it_grants_what_lies_beside_it_and_nothing_elsewhere() {
        assertThat(grant(FROM_TEAM, "{group: core, kind: Secret}")
                        .permits(Reference.toSecret("team", "treasury", "token")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{group: konnect.konghq.com, kind: KonnectAPIAuthConfiguration, namespace: another}",
                "{group: konnect.konghq.com, kind: KonnectAPIAuthConfiguration, namespace: '*'}",
                "{group: konnect.konghq.com, kind: KonnectAPIAuthConfiguration, namespace: ''}",
                "{group: konnect.konghq.com, kind: KonnectAPIAuthConfiguration}",
                "{group: konnect.konghq.com, kind: Portal, namespace: team}",
                "{group: configuration.konghq.com, kind: KonnectAPIAuthConfiguration, namespace: team}",
                "{group: konnect.konghq.com, kind: konnectapiauthconfiguration, namespace: team}",
                "{group: konnect.konghq.com, kind: [KonnectAPIAuthConfiguration], namespace: team}",
                "{group: 1, kind: 2, namespace: 3}",
                "team",
                "null"
            })
    void what_is_granted_to_others_or_cannot_be_read_is_granted_to_nobody_else(String from) {
        assertThat(grant(from, "{group: core, kind: Secret}").permits(TEAM_TO_TOKEN))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{group: core, kind: ConfigMap}",
                "{group: core}",
                "{kind: Secret}",
                "{group: konnect.konghq.com, kind: Secret}",
                "{group: core, kind: Secret, name: ''}",
                "{group: core, kind: Secret, name: 7}",
                "{group: core, kind: Secret, name: null}",
                "{group: core, kind: Secret, name: 'tok*'}",
                "7"
            })
    void nothing_but_what_is_named_is_granted(String to) {
        assertThat(grant(FROM_TEAM, to).permits(TEAM_TO_TOKEN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{from: x, to: y}", "{from: {}, to: {}}", "{from: null, to: null}"})
    void a_grant_without_lists_permits_nothing(String spec) {
        assertThat(read(spec).permits(TEAM_TO_TOKEN)).isFalse();
    }

    @Test
    void other_kinds_are_granted_in_the_same_way() {
        var reference = new Reference("konnect.konghq.com", "Portal", "team", Target.configuration("vault", "auth"));
        var grant = grant(
                "{group: konnect.konghq.com, kind: Portal, namespace: team}",
                "{group: konnect.konghq.com, kind: KonnectAPIAuthConfiguration, name: auth}");

        assertThat(grant.permits(reference)).isTrue();
        assertThat(grant.permits(TEAM_TO_TOKEN)).isFalse();
    }

    private static Grant grant(String from, String to) {
        return read("{from: [" + from + "], to: [" + to + "]}");
    }

    private static Grant read(String spec) {
        return Grant.of(Serialization.unmarshal("""
                apiVersion: configuration.konghq.com/v1alpha1
                kind: KongReferenceGrant
                metadata: {namespace: vault, name: grant}
                spec: %s
                """.formatted(spec), GenericKubernetesResource.class));
    }
}
