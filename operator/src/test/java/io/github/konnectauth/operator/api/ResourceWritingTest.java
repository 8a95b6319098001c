package io.github.konnectauth.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResourceWritingTest {

    private static final KubernetesSerialization KUBERNETES = Mappers.kubernetes();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_resource_to_write_has_its_status_its_name_and_the_version_that_it_was_computed_from()
            throws JacksonException {
        var status = status("id");

        var written = json(KonnectAPIAuthConfiguration.statusOf(stored(), status));

        assertThat(written.get("apiVersion").textValue()).isEqualTo("konnect.konghq.com/v1alpha1");
        assertThat(written.get("kind").textValue()).isEqualTo("KonnectAPIAuthConfiguration");
        assertThat(written.get("metadata"))
                .isEqualTo(JSON.readTree("{\"namespace\": \"kong\", \"name\": \"auth\", \"resourceVersion\": \"42\"}"));
        assertThat(written.get("status")).isEqualTo(JSON.readTree("""
                {"conditions": [{"type": "Ready", "status": "True", "reason": "Valid", "message": "m",
                                 "observedGeneration": 3, "lastTransitionTime": "2026-01-01T00:00:00Z"}],
                 "organizationID": "id", "serverURL": "https://us.api.konghq.com", "observedGeneration": 3,
                 "observedSecretResourceVersion": "9", "lastHandledCheckRequest": "now"}"""));
        assertThat(written.size()).isEqualTo(4);
    }

    @Test
    void the_spec_is_never_written_by_anybody() throws JacksonException {
        for (var resource : List.of(stored(), KonnectAPIAuthConfiguration.statusOf(stored(), status("id")))) {
            assertThat(KUBERNETES.asJson(resource)).doesNotContain("spec", "serverUrl", "kpat_");
            assertThat(KUBERNETES.asYaml(resource)).doesNotContain("spec", "serverUrl", "kpat_");
            for (var mapper : Mappers.nosy()) {
                assertThat(mapper.writeValueAsString(resource)).doesNotContain("\"spec\"", "kpat_");
            }
        }
    }

    @Test
    void what_is_unknown_is_not_written() throws JacksonException {
        var written = json(KonnectAPIAuthConfiguration.statusOf(
                stored(), new KonnectAPIAuthConfigurationStatus(List.of(), null, null, null, null, null)));

        assertThat(written.path("status").size()).isZero();
    }

    @Test
    void of_the_metadata_managed_fields_and_all_annotations_but_one_are_dropped() {
        var resource = stored();

        assertThat(resource.getMetadata().getManagedFields()).isEmpty();
        assertThat(resource.getMetadata().getAnnotations())
                .isEqualTo(Map.of(KonnectAPIAuthConfiguration.CHECK_REQUESTED, "now"));
        assertThat(resource.checkRequest()).contains("now");
        assertThat(resource.getMetadata().getLabels()).containsEntry("app", "kong");
        assertThat(resource.getMetadata().getFinalizers()).containsExactly("example.com/held");
    }

    @Test
    void without_the_annotation_nothing_is_asked_for() {
        var resource = new KonnectAPIAuthConfiguration();
        resource.setMetadata(
                new ObjectMetaBuilder().withAnnotations(Map.of("other", "now")).build());

        assertThat(resource.checkRequest()).isEmpty();
        assertThat(resource.getMetadata().getAnnotations()).isEmpty();
    }

    @Property
    void a_status_is_read_as_it_was_written(@ForAll("statuses") KonnectAPIAuthConfigurationStatus status) {
        var written = KonnectAPIAuthConfiguration.statusOf(stored(), status);

        var read = KUBERNETES.unmarshal(KUBERNETES.asJson(written), KonnectAPIAuthConfiguration.class);

        assertThat(read.status()).isEqualTo(status);
        assertThat(KUBERNETES.clone(written).status()).isEqualTo(status);
    }

    @Provide
    Arbitrary<Condition> conditions() {
        return Combinators.combine(
                        Arbitraries.of("Ready", "Stalled"),
                        Arbitraries.of("True", "False"),
                        Arbitraries.of("Valid", ""),
                        Arbitraries.strings().ofMaxLength(1),
                        Arbitraries.longs().greaterOrEqual(0).injectNull(0.2),
                        Arbitraries.of("2026-01-01T00:00:00Z", ""))
                .as(Condition::new);
    }

    @Provide
    Arbitrary<KonnectAPIAuthConfigurationStatus> statuses() {
        Arbitrary<@Nullable String> text = Arbitraries.strings().ofMinLength(1).injectNull(0.3);
        return Combinators.combine(
                        conditions().list().ofMaxSize(4),
                        text,
                        text,
                        Arbitraries.longs().greaterOrEqual(0).injectNull(0.3),
                        text,
                        text)
                .as(KonnectAPIAuthConfigurationStatus::new);
    }

    private static KonnectAPIAuthConfiguration stored() {
        var stored = KUBERNETES.unmarshal(
                "{\"spec\": {\"type\": \"token\", \"token\": \"kpat_a\", \"serverURL\": \"us.api.konghq.com\"}}",
                KonnectAPIAuthConfiguration.class);
        stored.setMetadata(new ObjectMetaBuilder()
                .withNamespace("kong")
                .withName("auth")
                .withResourceVersion("42")
                .withFinalizers("example.com/held")
                .withLabels(Map.of("app", "kong"))
                .withAnnotations(Map.of(
                        "kubectl.kubernetes.io/last-applied-configuration",
                        "kpat_a",
                        KonnectAPIAuthConfiguration.CHECK_REQUESTED,
                        "now"))
                .withManagedFields(new ManagedFieldsEntry())
                .build());
        return stored;
    }

    private static KonnectAPIAuthConfigurationStatus status(String organization) {
        return new KonnectAPIAuthConfigurationStatus(
                List.of(new Condition("Ready", "True", "Valid", "m", 3L, "2026-01-01T00:00:00Z")),
                organization,
                "https://us.api.konghq.com",
                3L,
                "9",
                "now");
    }

    private static JsonNode json(Object resource) throws JacksonException {
        return JSON.readTree(KUBERNETES.asJson(resource));
    }
}
