package io.github.konnectauth.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No type of the API that can hold a token ever shows it. */
class RedactionTest {

    private static final String SECRET = "s3cr3tText";
    private static final String TOKEN = "kpat_" + SECRET;

    static Stream<Object> holders() {
        var reading = KonnectToken.read(TOKEN + "\n");
        var spec = new KonnectAPIAuthConfigurationSpec("us.api.konghq.com", new TokenSource.Inline(reading));
        return Stream.of(
                ExampleToken.of(TOKEN),
                ExampleToken.of(TOKEN).fingerprint(),
                reading,
                KonnectToken.read(SECRET),
                KonnectToken.read("kpat_ " + SECRET),
                KonnectToken.read(TOKEN.repeat(1000)),
                new TokenSource.Inline(reading),
                spec,
                resource());
    }

    @ParameterizedTest
    @MethodSource("holders")
    void its_text_form_does_not_contain_the_token(Object holder) {
        assertThat(holder.toString()).doesNotContain(SECRET).isNotBlank();
        assertThat(String.format("%s %10s %S", holder, holder, holder)).doesNotContainIgnoringCase(SECRET);
        assertThat("" + List.of(holder) + Map.of("key", holder) + Optional.of(holder))
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @MethodSource("holders")
    void no_json_mapper_gets_the_token_out_of_it(Object holder) throws JacksonException {
        for (ObjectMapper mapper : Mappers.nosy()) {
            assertThat(mapper.writeValueAsString(holder)).doesNotContain(SECRET);
            assertThat(mapper.writeValueAsString(Map.of("nested", List.of(holder))))
                    .doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @MethodSource("holders")
    void fabric8_does_not_write_the_token_either(Object holder) {
        assertThat(writtenByFabric8(holder)).doesNotContain(SECRET);
    }

    private static String writtenByFabric8(Object holder) {
        try {
            return Mappers.kubernetes().asJson(holder) + Mappers.kubernetes().asYaml(holder);
        } catch (RuntimeException e) {
            // It may refuse; what it says then gets into logs.
            return e.toString() + e.getCause();
        }
    }

    private static KonnectAPIAuthConfiguration resource() {
        return Mappers.kubernetes().unmarshal("""
                {"metadata": {"name": "auth", "annotations": {
                   "kubectl.kubernetes.io/last-applied-configuration": "{\\"spec\\": {\\"token\\": \\"%1$s\\"}}",
                   "konnect.konghq.com/check-requested-at": "now"}},
                 "spec": {"type": "token", "token": "%1$s", "serverURL": "us.api.konghq.com"}}""".formatted(TOKEN), KonnectAPIAuthConfiguration.class);
    }
}
