package io.github.konnectauth.operator.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published rules of kstatus for kinds that it does not know, one by one and in their order. */
class KstatusTest {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nothing at all                      | {}                                     | CURRENT",
                "conditions that nobody knows        | {C: [{T: X, S: 'False'}]}              | CURRENT",
                "Ready True                          | {C: [{T: Ready, S: 'True'}]}           | CURRENT",
                "Ready False                         | {C: [{T: Ready, S: 'False'}]}          | IN_PROGRESS",
                "Ready Unknown                       | {C: [{T: Ready, S: Unknown}]}          | IN_PROGRESS",
                "Ready of no known status            | {C: [{T: Ready, S: Maybe}]}            | CURRENT",
                "Reconciling before a Ready          | {C: [{T: Ready, S: 'True'}, {T: Reconciling, S: 'True'}]} | IN_PROGRESS",
                "Reconciling that is False           | {C: [{T: Ready, S: 'True'}, {T: Reconciling, S: 'False'}]} | CURRENT",
                "Stalled before a Ready              | {C: [{T: Ready, S: 'True'}, {T: Stalled, S: 'True'}]} | FAILED",
                "Stalled that is Unknown             | {C: [{T: Ready, S: 'False'}, {T: Stalled, S: Unknown}]} | IN_PROGRESS",
                "the first one of two                | {C: [{T: Stalled, S: 'True'}, {T: Reconciling, S: 'True'}]} | FAILED",
                "the first one of two, turned about  | {C: [{T: Reconciling, S: 'True'}, {T: Stalled, S: 'True'}]} | IN_PROGRESS",
                "the present generation              | {observedGeneration: 3, C: [{T: Ready, S: 'True'}]} | CURRENT",
                "a former generation before Ready    | {observedGeneration: 2, C: [{T: Ready, S: 'True'}]} | IN_PROGRESS",
                "a former generation before Stalled  | {observedGeneration: 2, C: [{T: Stalled, S: 'True'}]} | IN_PROGRESS",
                "a later generation                  | {observedGeneration: 4}                | IN_PROGRESS",
                "a condition of a former generation  | {C: [{T: Ready, S: 'True', observedGeneration: 2}]} | CURRENT"
            })
    void each_rule_comes_in_its_turn(String what, String status, Kstatus expected) {
        assertThat(Kstatus.of(object("generation: 3", status))).as(what).isEqualTo(expected);
    }

    @Test
    void what_is_deleted_is_terminating_whatever_its_status_says() {
        var deleted = object(
                "generation: 3, deletionTimestamp: '2026-01-01T00:00:00Z'",
                "{observedGeneration: 2, C: [{T: Stalled, S: 'True'}]}");

        assertThat(Kstatus.of(deleted)).isEqualTo(Kstatus.TERMINATING);
    }

    @Test
    void without_a_generation_there_is_none_to_compare() {
        assertThat(Kstatus.of(object("name: x", "{observedGeneration: 2}"))).isEqualTo(Kstatus.CURRENT);
    }

    private static GenericKubernetesResource object(String metadata, String status) {
        return SERIALIZATION.unmarshal(
                """
                apiVersion: konnect.konghq.com/v1alpha1
                kind: KonnectAPIAuthConfiguration
                metadata: {%s}
                status: %s
                """.formatted(
                                metadata,
                                status.replace("C:", "conditions:")
                                        .replace("T:", "type:")
                                        .replace("S:", "status:")),
                GenericKubernetesResource.class);
    }
}
