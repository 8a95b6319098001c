package io.github.konnectauth.operator.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.github.konnectauth.operator.api.JsonTrees;
import io.github.konnectauth.operator.api.TokenReading;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialSecretTest {

    private static final Optional<TokenReading> NO_TEXT = Optional.of(new TokenReading.Malformed("it is not text"));

    /** Both ways in which Secrets arrive. */
    static Stream<Function<Secret, CredentialSecret>> ways() {
        return Stream.of(ExampleSecret::listed, ExampleSecret::watched);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void what_the_operator_needs_is_read(Function<Secret, CredentialSecret> way) {
        var secret = way.apply(ExampleSecret.builder()
                .editMetadata()
                .withFinalizers("example.com/held")
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .build());

        assertThat(secret.type()).isEqualTo("Opaque");
        assertThat(secret.isLabelled()).isTrue();
        assertThat(secret.token()).containsInstanceOf(TokenReading.Usable.class);
        assertThat(secret.getMetadata().getNamespace()).isEqualTo("kong");
        assertThat(secret.getMetadata().getName()).isEqualTo("konnect");
        assertThat(secret.getMetadata().getResourceVersion()).isEqualTo("7");
        assertThat(secret.getMetadata().getFinalizers()).containsExactly("example.com/held");
        assertThat(secret.isMarkedForDeletion()).isTrue();
        assertThat(secret.getApiVersion()).isEqualTo("v1");
        assertThat(secret.getKind()).isEqualTo("Secret");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void the_rest_is_not_held(Function<Secret, CredentialSecret> way) {
        var secret = way.apply(ExampleSecret.builder()
                .editMetadata()
                .withAnnotations(Map.of("kubectl.kubernetes.io/last-applied-configuration", ExampleSecret.TOKEN))
                .withManagedFields(new ManagedFieldsEntry())
                .withOwnerReferences(new OwnerReference())
                .endMetadata()
                .build());

        assertThat(secret.getMetadata().getAnnotations()).isNotNull().isEmpty();
        assertThat(secret.getMetadata().getManagedFields()).isEmpty();
        assertThat(secret.getMetadata().getOwnerReferences()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void other_keys_are_not_held_and_do_not_count_as_the_token(Function<Secret, CredentialSecret> way) {
        var others = Map.of("password", ExampleSecret.base64(ExampleSecret.TOKEN), "Token", "a3BhdF9h");

        var secret = way.apply(ExampleSecret.builder().withData(others).build());

        assertThat(secret.token()).isEmpty();
        assertThat(secret)
                .usingRecursiveComparison()
                .isEqualTo(way.apply(ExampleSecret.builder().withData(Map.of()).build()));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void white_space_around_the_token_is_cut(Function<Secret, CredentialSecret> way) {
        var data = Map.of("token", ExampleSecret.base64(ExampleSecret.TOKEN + "\n"));

        var secret = way.apply(ExampleSecret.builder().withData(data).build());

        assertThat(secret.token()).containsInstanceOf(TokenReading.Usable.class);
        assertThat(secret.meansTheSameAs(ExampleSecret.holding(ExampleSecret.TOKEN + " ")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/wAB//4=", "not base64", "a", "====", "a3BhdF9h\n", "\u00e9", "gA==", "7aCA"})
    void bytes_that_are_no_text_are_malformed(String base64) {
        assertThat(ExampleSecret.of(secret -> secret.withData(Map.of("token", base64)))
                        .token())
                .isEqualTo(NO_TEXT);
    }

    @Test
    void an_empty_token_is_malformed_and_not_missing() {
        assertThat(ExampleSecret.holding("").token()).contains(new TokenReading.Malformed("it is empty"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'data': null}",
                "{'data': {}}",
                "{'data': {'token': null}}",
                "{'data': {'token': 5}}",
                "{'data': {'token': {}}}",
                "{'data': []}",
                "{'data': 'a3BhdF9h'}",
                "{'stringData': {'token': 'kpat_a'}}"
            })
    void without_the_key_there_is_no_token(String json) {
        assertThat(ExampleSecret.read(json.replace('\'', '"')).token()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'type': null}", "{'type': ''}"})
    void without_a_type_the_type_is_empty(String json) {
        assertThat(ExampleSecret.read(json.replace('\'', '"')).type()).isEmpty();
    }

    @Test
    void only_the_right_label_with_the_right_value_counts() {
        assertThat(labelled(Map.of("konghq.com/credential", "konnect", "konghq.com/secret", "true")))
                .isTrue();
        assertThat(labelled(Map.of())).isFalse();
        assertThat(labelled(Map.of("konghq.com/credential", "Konnect"))).isFalse();
        assertThat(labelled(Map.of("konghq.com/credential", ""))).isFalse();
        assertThat(labelled(Map.of("credential", "konnect"))).isFalse();
        assertThat(new CredentialSecret().isLabelled()).isFalse();
    }

    static Stream<SecretBuilder> changesWithoutMeaning() {
        return Stream.of(
                ExampleSecret.builder(),
                ExampleSecret.builder().editMetadata().withResourceVersion("8").endMetadata(),
                ExampleSecret.builder()
                        .editMetadata()
                        .addToLabels("konghq.com/secret", "true")
                        .endMetadata(),
                ExampleSecret.builder()
                        .editMetadata()
                        .addToAnnotations("a", "b")
                        .endMetadata(),
                ExampleSecret.builder()
                        .editMetadata()
                        .withFinalizers("example.com/held")
                        .endMetadata(),
                ExampleSecret.builder().addToData("other", "a3BhdF9i"));
    }

    static Stream<SecretBuilder> changesWithMeaning() {
        return Stream.of(
                ExampleSecret.builder().addToData("token", ExampleSecret.base64("kpat_other")),
                ExampleSecret.builder().addToData("token", ExampleSecret.base64(ExampleSecret.TOKEN + "\n")),
                ExampleSecret.builder().addToData("token", ""),
                ExampleSecret.builder().removeFromData("token"),
                ExampleSecret.builder().withType("example.com/other"),
                ExampleSecret.builder().editMetadata().withLabels(Map.of()).endMetadata(),
                ExampleSecret.builder()
                        .editMetadata()
                        .withDeletionTimestamp("2026-01-01T00:00:00Z")
                        .endMetadata());
    }

    @ParameterizedTest
    @MethodSource("changesWithoutMeaning")
    void a_change_of_anything_else_means_the_same(SecretBuilder changed) {
        assertThat(meaningStays(changed)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("changesWithMeaning")
    void a_change_of_token_type_label_or_deletion_time_means_something_else(SecretBuilder changed) {
        assertThat(meaningStays(changed)).isFalse();
    }

    @Test
    void tokens_that_are_malformed_for_different_reasons_mean_different_things() {
        assertThat(ExampleSecret.holding("hello").meansTheSameAs(ExampleSecret.holding("other")))
                .isTrue();
        assertThat(ExampleSecret.holding("hello").meansTheSameAs(ExampleSecret.holding("")))
                .isFalse();
    }

    @Property(tries = 300)
    void any_data_is_read(@ForAll("trees") JsonNode data, @ForAll String type) {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("data", data);
        json.put("type", type);

        var secret = ExampleSecret.read(json.toString());

        assertThat(secret.type()).isEqualTo(type);
        assertThat(secret.token().isPresent()).isEqualTo(data.path("token").isTextual());
        assertThat(secret.meansTheSameAs(ExampleSecret.read(json.toString()))).isTrue();
    }

    @Property
    void any_bytes_are_a_token_or_are_malformed_without_repeating_them(@ForAll @Size(max = 80) byte[] bytes) {
        var stored = JsonNodeFactory.instance.objectNode();
        stored.putObject("data").put("token", bytes);

        var reading = ExampleSecret.read(stored.toString()).token().orElseThrow();

        switch (reading) {
            case TokenReading.Usable(var token, var _) ->
                assertThat(token.asBearer()).matches("Bearer [ks]pat_[!-~]+");
            case TokenReading.Malformed(var why) -> assertThat(why).startsWith("it ");
        }
    }

    @Property
    void any_text_where_base64_should_be_is_malformed_or_read(@ForAll @StringLength(max = 80) String text) {
        var stored = JsonNodeFactory.instance.objectNode();
        stored.putObject("data").put("token", text);

        assertThat(ExampleSecret.read(stored.toString()).token()).isPresent();
    }

    @Property
    void any_token_is_read_alike_in_both_ways(@ForAll String text) {
        var secret = ExampleSecret.builder()
                .addToData("token", ExampleSecret.base64(text))
                .build();

        assertThat(ExampleSecret.listed(secret).meansTheSameAs(ExampleSecret.watched(secret)))
                .isTrue();
        assertThat(ExampleSecret.listed(secret).token()).isPresent();
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        return JsonTrees.with("token", "other");
    }

    private static boolean meaningStays(SecretBuilder changed) {
        var before = ExampleSecret.listed(ExampleSecret.builder().build());
        var now = ExampleSecret.listed(changed.build());
        assertThat(before.meansTheSameAs(now)).isEqualTo(now.meansTheSameAs(before));
        return now.meansTheSameAs(before);
    }

    private static boolean labelled(Map<String, String> labels) {
        return ExampleSecret.of(
                        secret -> secret.editMetadata().withLabels(labels).endMetadata())
                .isLabelled();
    }
}
