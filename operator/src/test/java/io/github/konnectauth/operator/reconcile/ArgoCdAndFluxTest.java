package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.github.konnectauth.operator.Document;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.Reason;
import io.github.konnectauth.operator.reconcile.VerdictTable.Row;
import io.github.konnectauth.operator.waiting.ArgoCd;
import io.github.konnectauth.operator.waiting.Flux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the health checks under {@code examples/gitops} say of a resource in each of its states, on either CRD. */
class ArgoCdAndFluxTest {

    private static final Path CRD = Path.of("../crds/konnectapiauthconfigurations.konnect.konghq.com.yaml");
    private static final ArgoCd ARGO_CD = new ArgoCd();
    private static final Flux FLUX = new Flux();

    /** What the two say. */
    private enum Said {
        HEALTHY("Healthy", "current"),
        PROGRESSING("Progressing", "inProgress"),
        DEGRADED("Degraded", "failed");

        private final String inArgoCd;
        private final String inFlux;

        Said(String inArgoCd, String inFlux) {
            this.inArgoCd = inArgoCd;
            this.inFlux = inFlux;
        }

        static Said of(Reason reason) {
            return switch (reason.progress()) {
                case DONE -> HEALTHY;
                case RECONCILING -> PROGRESSING;
                case STALLED -> DEGRADED;
            };
        }
    }

    static Stream<Arguments> verdicts() {
        return VerdictTable.rows().flatMap(row -> Stream.of(false, true).map(isKongs -> arguments(row, isKongs)));
    }

    @Test
    void every_reason_has_its_state_here() {
        assertThat(Stream.of(Reason.values()).map(ArgoCdAndFluxTest::state)).doesNotContainNull();
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void both_say_of_a_verdict_what_its_reason_says(Row row, boolean isKongs) {
        assertBothSay(Said.of(reason(row)), object(looked(row, isKongs)));
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void argo_cd_shows_the_message_of_ready(Row row, boolean isKongs) {
        var resource = looked(row, isKongs);

        assertThat(ARGO_CD.of(object(resource)).message())
                .isEqualTo(resource.status()
                        .condition(Condition.READY)
                        .orElseThrow()
                        .message());
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void a_verdict_on_a_former_generation_counts_for_nothing(Row row, boolean isKongs) {
        var changed = object(looked(row, isKongs));
        changed.getMetadata().setGeneration(row.subject().generation() + 1);

        assertBothSay(Said.PROGRESSING, changed);
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void what_is_being_deleted_is_progressing_whatever_its_verdict(Row row, boolean isKongs) {
        var deleted = object(looked(row, isKongs));
        deleted.getMetadata().setDeletionTimestamp("2026-03-01T10:00:00Z");

        assertBothSay(Said.PROGRESSING, deleted);
    }

    @Test
    void the_default_status_of_the_crd_is_progressing() {
        assertBothSay(Said.PROGRESSING, pending());
    }

    @Test
    void without_a_status_argo_cd_says_progressing_and_no_expression_of_flux_holds() {
        var fresh = object(1, Map.of());

        assertThat(ARGO_CD.of(fresh).status()).isEqualTo("Progressing");
        assertThat(FLUX.holding(fresh)).isEmpty();
        assertThat(FLUX.of(fresh)).isEqualTo("inProgress");
    }

    @Test
    void without_conditions_and_without_ready_among_them_it_is_progressing() {
        assertBothSay(Said.PROGRESSING, withStatus(Map.of()));
        assertBothSay(Said.PROGRESSING, withStatus(Map.of("conditions", List.of())));
        assertBothSay(Said.PROGRESSING, withStatus(Map.of("conditions", List.of(condition("Stalled", "True", 2)))));
    }

    @Test
    void ready_of_a_former_generation_in_a_status_of_the_present_one_counts_for_nothing() {
        assertBothSay(
                Said.PROGRESSING,
                withStatus(Map.of("observedGeneration", 2, "conditions", List.of(condition("Ready", "True", 1)))));
    }

    @Test
    void ready_of_the_present_generation_in_a_status_of_a_former_one_counts_for_nothing() {
        var mixed = withStatus(Map.of("observedGeneration", 1, "conditions", List.of(condition("Ready", "True", 2))));

        assertThat(ARGO_CD.of(mixed).status()).isEqualTo("Progressing");
        assertThat(FLUX.of(mixed)).isEqualTo("inProgress");
    }

    @Test
    void a_refusal_whose_stalled_found_no_room_is_progressing() {
        assertBothSay(
                Said.PROGRESSING,
                withStatus(Map.of("observedGeneration", 2, "conditions", List.of(condition("Ready", "False", 2)))));
    }

    @Test
    void the_document_shows_what_the_checks_say_of_each_reason() {
        assertThat(Document.of("docs/gitops.md").table("tools").stream()
                        .map(row -> List.of(row.get(0), row.get(2), row.get(3))))
                .containsExactlyElementsOf(Stream.of(Reason.values())
                        .map(reason -> List.of(
                                "`" + reason.text() + "`",
                                ARGO_CD.of(state(reason)).status(),
                                FLUX.of(state(reason))))
                        .toList());
    }

    private static void assertBothSay(Said said, GenericKubernetesResource object) {
        assertThat(ARGO_CD.of(object).status()).isEqualTo(said.inArgoCd);
        assertThat(FLUX.holding(object)).containsExactly(said.inFlux);
        assertThat(FLUX.of(object)).isEqualTo(said.inFlux);
    }

    /** A resource of that reason. */
    private static GenericKubernetesResource state(Reason reason) {
        return reason == Reason.PENDING
                ? pending()
                : VerdictTable.rows()
                        .filter(row -> reason(row) == reason)
                        .map(row -> object(looked(row, false)))
                        .findFirst()
                        .orElseThrow();
    }

    private static Reason reason(Row row) {
        return Stream.of(Reason.values())
                .filter(reason -> reason.text().equals(row.reason()))
                .findFirst()
                .orElseThrow();
    }

    private static CheckedResource looked(Row row, boolean isKongs) {
        var clock = new MovableClock();
        var resource = isKongs
                ? CheckedResource.underKongsCrd(row.subject(), clock)
                : CheckedResource.under(row.subject(), clock);
        resource.look(row.answer());
        return resource;
    }

    private static GenericKubernetesResource pending() {
        try {
            var schema = new ObjectMapper(new YAMLFactory())
                    .readTree(CRD.toFile())
                    .at("/spec/versions/0/schema/openAPIV3Schema/properties/status/default");
            return object(1, Map.of("status", new ObjectMapper().convertValue(schema, Map.class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> condition(String type, String status, long generation) {
        return Map.of("type", type, "status", status, "message", "As it is", "observedGeneration", generation);
    }

    private static GenericKubernetesResource withStatus(Map<String, Object> status) {
        return object(2, Map.of("status", status));
    }

    private static GenericKubernetesResource object(CheckedResource resource) {
        try {
            var json = new ObjectMapper();
            return object(
                    resource.subject().generation(),
                    Map.of("status", json.readValue(json.writeValueAsString(resource.status()), Map.class)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static GenericKubernetesResource object(long generation, Map<String, Object> rest) {
        var object = new GenericKubernetesResource();
        object.setApiVersion("konnect.konghq.com/v1alpha1");
        object.setKind("KonnectAPIAuthConfiguration");
        object.setMetadata(new ObjectMetaBuilder()
                .withName("konnect")
                .withNamespace("default")
                .withGeneration(generation)
                .build());
        rest.forEach(object::setAdditionalProperty);
        return object;
    }
}
