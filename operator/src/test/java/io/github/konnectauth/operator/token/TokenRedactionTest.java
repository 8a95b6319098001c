package io.github.konnectauth.operator.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import io.github.konnectauth.operator.api.KonnectToken;
import io.github.konnectauth.operator.api.Mappers;
import io.github.konnectauth.operator.api.TokenReading;
import io.github.konnectauth.operator.api.TokenSource;
import io.github.konnectauth.operator.token.TokenResolution.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No type on the way from a reference to a token ever shows the token, nor any other key of the Secret. */
class TokenRedactionTest {

    private static final String SECRET = "s3cr3tText";

    static Stream<Object> holders() {
        var resolver = new TokenResolver(
                (_, _) -> Optional.of(ExampleSecret.holding(ExampleSecret.TOKEN)),
                _ -> false,
                secret -> secret,
                Set.of());
        return Stream.of(
                ExampleSecret.holding(ExampleSecret.TOKEN),
                ExampleSecret.holding(SECRET),
                ExampleSecret.of(secret -> secret.addToData("password", ExampleSecret.base64(SECRET))),
                ExampleSecret.watched(ExampleSecret.builder().build()),
                resolver.resolve("kong", new TokenSource.FromSecret("konnect", "")),
                resolver.resolve("kong", new TokenSource.Inline(KonnectToken.read(ExampleSecret.TOKEN))),
                resolver.resolve("kong", new TokenSource.Inline(KonnectToken.read(SECRET))),
                new TokenResolution.Malformed(
                        new Place.InResource(), (TokenReading.Malformed) KonnectToken.read(SECRET), "7"));
    }

    @ParameterizedTest
    @MethodSource("holders")
    void its_text_form_does_not_contain_the_token(Object holder) {
        assertThat(holder.toString() + List.of(holder) + String.format("%s", holder))
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @MethodSource("holders")
    void no_json_mapper_gets_the_token_out_of_it(Object holder) throws JacksonException {
        for (var mapper : Mappers.nosy()) {
            assertThat(mapper.writeValueAsString(Map.of("nested", holder)))
                    .doesNotContain(SECRET, ExampleSecret.base64(SECRET), ExampleSecret.base64(ExampleSecret.TOKEN));
        }
    }
}
