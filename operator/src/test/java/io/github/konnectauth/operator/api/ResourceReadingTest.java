package io.github.konnectauth.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The resource is read from whatever the API server has, which a lenient CRD may have let in. */
class ResourceReadingTest {

    private static final KubernetesSerialization KUBERNETES = Mappers.kubernetes();

    @Test
    void an_inline_token_is_read() {
        var spec = spec("{'type': 'token', 'token': 'kpat_a', 'serverURL': 'us.api.konghq.com'}");

        assertThat(spec.serverUrl()).isEqualTo("us.api.konghq.com");
        assertThat(spec.source())
                .isInstanceOfSatisfying(
                        TokenSource.Inline.class,
                        inline -> assertThat(inline.reading()).isInstanceOf(TokenReading.Usable.class));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name': 'konnect', 'namespace': 'kong'} | konnect | kong",
                "{'name': 'konnect'} | konnect | ''",
                "{'name': 'konnect', 'namespace': null, 'key': 'other'} | konnect | ''",
                "{'name': 5, 'namespace': true} | '' | ''",
                "{} | '' | ''",
                "null | '' | ''",
                "\"konnect\" | '' | ''",
                "['konnect'] | '' | ''"
            })
    void a_reference_is_read_and_what_does_not_fit_counts_as_absent(String ref, String name, String namespace) {
        var spec = spec("{'type': 'secretRef', 'secretRef': " + ref + ", 'token': 'kpat_a'}");

        assertThat(spec.source()).isEqualTo(new TokenSource.FromSecret(name, namespace));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'token'}",
                "{'type': 'token', 'token': null}",
                "{'type': 'token', 'token': 5}",
                "{'type': 'token', 'token': ['kpat_a']}",
                "{'type': 'token', 'secretRef': {'name': 'konnect'}}",
                "{'type': ['secretRef'], 'secretRef': {'name': 'konnect'}}",
                "{}"
            })
    void a_missing_token_is_malformed(String json) {
        assertThat(spec(json).source()).isEqualTo(new TokenSource.Inline(new TokenReading.Malformed("it is missing")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "5", "true", "{}", "['us.api.konghq.com']"})
    void a_server_that_is_no_text_counts_as_absent(String server) {
        assertThat(spec("{'serverURL': " + server + "}").serverUrl()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'spec': null, 'status': null}",
                "{'spec': [], 'status': 'text'}",
                "{'spec': 5, 'status': []}"
            })
    void a_resource_without_spec_and_status_has_empty_ones(String json) {
        var resource = read(json);

        assertThat(resource.spec()).isEqualTo(KonnectAPIAuthConfigurationSpec.EMPTY);
        assertThat(resource.status()).isEqualTo(KonnectAPIAuthConfigurationStatus.EMPTY);
        assertThat(resource.generation()).isZero();
        assertThat(resource.checkRequest()).isEmpty();
    }

    @Test
    void unknown_fields_are_passed_over_everywhere() {
        var resource = read("""
                {'apiVersion': 'konnect.konghq.com/v1alpha1', 'kind': 'KonnectAPIAuthConfiguration', 'new': {'a': 1},
                 'metadata': {'name': 'auth', 'generation': 7, 'new': 1},
                 'spec': {'type': 'token', 'token': 'kpat_a', 'serverURL': 'eu.api.konghq.com', 'new': [1]},
                 'status': {'new': 1, 'organizationID': 'id', 'conditions': [
                   {'type': 'Ready', 'status': 'True', 'reason': 'Valid', 'message': 'm', 'new': 1}]}}
                """);

        assertThat(resource.generation()).isEqualTo(7);
        assertThat(resource.spec().serverUrl()).isEqualTo("eu.api.konghq.com");
        assertThat(resource.status().organizationId()).isEqualTo("id");
        assertThat(resource.status().condition(Condition.READY))
                .contains(new Condition("Ready", "True", "Valid", "m", null, ""));
        assertThat(resource.status().condition(Condition.STALLED)).isEmpty();
    }

    @Test
    void a_condition_without_a_type_is_passed_over_and_missing_parts_are_filled() {
        var status =
                read("{'status': {'conditions': [null, 5, 'Ready', {'status': 'True'}, {'type': 5}, {'type': 'Ready'}]}}")
                        .status();

        assertThat(status.conditions()).containsExactly(new Condition("Ready", "Unknown", "", "", null, ""));
    }

    @Test
    void what_many_resources_say_alike_is_held_once() {
        var json = """
                {'metadata': {'namespace': 'team'}, 'spec': {'serverURL': 'eu.api.konghq.com'},
                 'status': {'organizationID': 'id', 'serverURL': 'https://eu.api.konghq.com', 'conditions': [
                   {'type': 'Ready', 'status': 'True', 'reason': 'Valid', 'message': 'm', 'lastTransitionTime': 't'}]}}
                """;

        var texts = texts(read(json));

        assertThat(texts)
                .containsExactly(
                        "team",
                        "eu.api.konghq.com",
                        "id",
                        "https://eu.api.konghq.com",
                        "Ready",
                        "True",
                        "Valid",
                        "m",
                        "t")
                .usingElementComparator((one, other) -> one == other ? 0 : 1)
                .containsExactlyElementsOf(texts(read(json)));
    }

    private static List<@Nullable String> texts(KonnectAPIAuthConfiguration resource) {
        var status = resource.status();
        var ready = status.condition(Condition.READY).orElseThrow();
        return Arrays.asList(
                resource.getMetadata().getNamespace(),
                resource.spec().serverUrl(),
                status.organizationId(),
                status.serverUrl(),
                ready.type(),
                ready.status(),
                ready.reason(),
                ready.message(),
                ready.lastTransitionTime());
    }

    @Test
    void a_watch_event_is_read_like_an_element_of_a_list() {
        var generic = KUBERNETES.unmarshal(
                quoted(
                        "{'metadata': {'name': 'auth'}, 'spec': {'type': 'secretRef', 'secretRef': {'name': 'konnect'}}}"),
                GenericKubernetesResource.class);

        var resource = KUBERNETES.convertValue(generic, KonnectAPIAuthConfiguration.class);

        assertThat(resource.getMetadata().getName()).isEqualTo("auth");
        assertThat(resource.spec().source()).isEqualTo(new TokenSource.FromSecret("konnect", ""));
    }

    @Property(tries = 300)
    void any_spec_and_any_status_are_read(@ForAll("trees") JsonNode spec, @ForAll("trees") JsonNode status)
            throws IOException {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("spec", spec);
        json.set("status", status);

        for (var resource : List.of(
                KUBERNETES.unmarshal(json.toString(), KonnectAPIAuthConfiguration.class),
                new ObjectMapper().readValue(json.toString(), KonnectAPIAuthConfiguration.class))) {
            assertThat(resource.spec().serverUrl()).isEqualTo(text(spec.path("serverURL")));
            assertThat(resource.status().conditions())
                    .allSatisfy(each -> assertThat(each.type()).isNotNull());
        }
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        return JsonTrees.with(
                "type",
                "token",
                "secretRef",
                "name",
                "namespace",
                "serverURL",
                "conditions",
                "status",
                "reason",
                "message",
                "observedGeneration",
                "organizationID",
                "lastTransitionTime");
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }

    private static KonnectAPIAuthConfigurationSpec spec(String json) {
        return read("{'spec': " + json + "}").spec();
    }

    private static KonnectAPIAuthConfiguration read(String json) {
        return KUBERNETES.unmarshal(quoted(json), KonnectAPIAuthConfiguration.class);
    }

    private static String quoted(String json) {
        return json.startsWith("{\"") ? json : json.replace('\'', '"');
    }
}
