package io.github.konnectauth.operator.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.KonnectToken;
import io.github.konnectauth.operator.api.TokenReading;
import io.github.konnectauth.operator.api.TokenSource;
import io.github.konnectauth.operator.kong.Reference;
import io.github.konnectauth.operator.token.TokenResolution.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenResolverTest {

    private static final Place.InSecret PLACE = new Place.InSecret("kong", "konnect", false);

    private final KeptSecrets secrets = new KeptSecrets();
    private final TokenResolver resolver = new TokenResolver(secrets, _ -> false, secret -> secret, Set.of());

    /** Secrets in memory, and who asked for which. */
    private static final class KeptSecrets implements Secrets {

        private final List<CredentialSecret> kept = new ArrayList<>();
        private final List<String> asked = new ArrayList<>();

        @Override
        public Optional<CredentialSecret> find(String namespace, String name) {
            asked.add(namespace + "/" + name);
            return kept.stream()
                    .filter(secret -> secret.getMetadata().getNamespace().equals(namespace))
                    .filter(secret -> secret.getMetadata().getName().equals(name))
                    .findFirst();
        }
    }

    @Test
    void an_inline_token_is_resolved_without_looking_for_a_secret() {
        var resolution = resolver.resolve("kong", new TokenSource.Inline(KonnectToken.read("kpat_a\n")));

        assertThat(resolution).isInstanceOfSatisfying(TokenResolution.Resolved.class, resolved -> {
            assertThat(resolved.place()).isEqualTo(new Place.InResource());
            assertThat(resolved.token().asBearer()).isEqualTo("Bearer kpat_a");
            assertThat(resolved.trimmed()).isTrue();
            assertThat(resolved.secretVersion()).isEmpty();
        });
        assertThat(secrets.asked).isEmpty();
    }

    @Test
    void an_inline_text_that_is_no_token_is_malformed() {
        var reading = new TokenReading.Malformed("it is missing");

        assertThat(resolver.resolve("kong", new TokenSource.Inline(reading)))
                .isEqualTo(new TokenResolution.Malformed(new Place.InResource(), reading, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kong"})
    void a_token_in_a_secret_of_the_resources_own_namespace_is_resolved(String namespace) {
        secrets.kept.add(ExampleSecret.holding("spat_a"));

        var resolution = resolver.resolve("kong", new TokenSource.FromSecret("konnect", namespace));

        assertThat(resolution).isInstanceOfSatisfying(TokenResolution.Resolved.class, resolved -> {
            assertThat(resolved.place()).isEqualTo(PLACE);
            assertThat(resolved.token().asBearer()).isEqualTo("Bearer spat_a");
            assertThat(resolved.trimmed()).isFalse();
            assertThat(resolved.secretVersion()).isEqualTo("7");
        });
    }

    @Test
    void a_secret_with_another_text_is_malformed() {
        secrets.kept.add(ExampleSecret.holding("hello"));

        assertThat(resolve("konnect"))
                .isEqualTo(new TokenResolution.Malformed(
                        PLACE, new TokenReading.Malformed("it does not begin with kpat_ or spat_"), "7"));
    }

    @Test
    void a_secret_of_another_type_is_not_opaque_whatever_else_is_wrong_with_it() {
        secrets.kept.add(ExampleSecret.of(secret -> secret.withType("example.com/other")
                .withData(Map.of())
                .editMetadata()
                .withLabels(Map.of())
                .endMetadata()));

        assertThat(resolve("konnect")).isEqualTo(new TokenResolution.NotOpaque(PLACE, "example.com/other", "7"));
    }

    @Test
    void a_secret_without_the_label_is_not_labelled_whatever_it_holds() {
        secrets.kept.add(ExampleSecret.of(secret -> secret.withData(Map.of())
                .editMetadata()
                .withLabels(Map.of("konghq.com/secret", "true"))
                .endMetadata()));

        assertThat(resolve("konnect")).isEqualTo(new TokenResolution.NotLabelled(PLACE));
    }

    @Test
    void a_secret_without_the_key_lacks_it() {
        secrets.kept.add(ExampleSecret.of(secret -> secret.withData(Map.of("other", "a3BhdF9h"))));

        assertThat(resolve("konnect")).isEqualTo(new TokenResolution.KeyMissing(PLACE, "7"));
    }

    @Test
    void a_secret_that_does_not_exist_is_missing() {
        assertThat(resolve("absent"))
                .isEqualTo(new TokenResolution.Missing(new Place.InSecret("kong", "absent", false)));
        assertThat(secrets.asked).containsExactly("kong/absent");
    }

    @Test
    void a_reference_without_a_name_is_unnamed_even_to_another_namespace() {
        assertThat(resolve("")).isEqualTo(new TokenResolution.Unnamed(new Place.InSecret("kong", "", false)));
        assertThat(resolver.resolve("kong", new TokenSource.FromSecret("", "elsewhere")))
                .isEqualTo(new TokenResolution.Unnamed(new Place.InSecret("elsewhere", "", true)));
        assertThat(secrets.asked).isEmpty();
    }

    @Test
    void a_secret_in_another_namespace_is_not_permitted_and_not_read() {
        secrets.kept.add(ExampleSecret.holding("kpat_a"));

        assertThat(resolver.resolve("team", new TokenSource.FromSecret("konnect", "kong")))
                .isEqualTo(new TokenResolution.NotPermitted(new Place.InSecret("kong", "konnect", true)));
        assertThat(secrets.asked).isEmpty();
    }

    @Test
    void a_secret_in_another_namespace_is_read_if_this_very_reference_is_permitted() {
        secrets.kept.add(ExampleSecret.holding("kpat_a"));
        var permitted = Reference.toSecret("team", "kong", "konnect");
        var granting = new TokenResolver(secrets, permitted::equals, secret -> secret, Set.of());

        assertThat(granting.resolve("team", new TokenSource.FromSecret("konnect", "kong")))
                .isInstanceOf(TokenResolution.Resolved.class);
        assertThat(granting.resolve("another", new TokenSource.FromSecret("konnect", "kong")))
                .isInstanceOf(TokenResolution.NotPermitted.class);
        assertThat(secrets.asked).containsExactly("kong/konnect");
    }

    @Test
    void nothing_permits_a_text_that_is_no_name_of_a_secret_elsewhere() {
        var generous = new TokenResolver(secrets, _ -> true, secret -> secret, Set.of());

        assertThat(generous.resolve("team", new TokenSource.FromSecret("../x", "kong")))
                .isInstanceOf(TokenResolution.NotPermitted.class);
        assertThat(secrets.asked).isEmpty();
    }

    @Test
    void a_secret_in_a_namespace_that_is_not_watched_is_told_apart_from_one_that_is() {
        var narrow = new TokenResolver(secrets, _ -> false, secret -> secret, Set.of("team", "kong"));

        assertThat(narrow.resolve("team", new TokenSource.FromSecret("konnect", "kong")))
                .isInstanceOf(TokenResolution.NotPermitted.class);
        assertThat(narrow.resolve("team", new TokenSource.FromSecret("konnect", "elsewhere")))
                .isEqualTo(new TokenResolution.NotWatched(new Place.InSecret("elsewhere", "konnect", true)));
        assertThat(secrets.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x", "..", ".", "/", "a/b", "a/../b", "%2e%2e", "a%2fb", "a?b", "a#b", "A", "a_b", "a b", " a",
                "a\n", "-a", "a-", "a.", "\u00e9", "kpat_a", "a\u0000"
            })
    void a_text_that_is_no_name_is_missing_and_never_gets_into_a_url(String name) {
        assertThat(resolve(name)).isEqualTo(new TokenResolution.Missing(new Place.InSecret("kong", name, false)));
        assertThat(secrets.asked).isEmpty();
    }

    @Test
    void a_name_has_at_most_253_characters() {
        resolve("a".repeat(254));
        resolve("a".repeat(100_000));
        assertThat(secrets.asked).isEmpty();

        resolve("a".repeat(253));
        resolve("a");
        resolve("a.b-c.0");
        assertThat(secrets.asked).hasSize(3);
    }

    private TokenResolution resolve(String name) {
        return resolver.resolve("kong", new TokenSource.FromSecret(name, ""));
    }
}
