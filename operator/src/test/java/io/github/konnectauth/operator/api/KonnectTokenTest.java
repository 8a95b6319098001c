package io.github.konnectauth.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KonnectTokenTest {

    @ParameterizedTest
    @ValueSource(strings = {"kpat_a", "spat_a", "kpat_!~'\"\\", "spat_ABCxyz0129-_."})
    void a_text_with_konnects_prefix_is_a_token(String text) {
        var reading = KonnectToken.read(text);

        assertThat(reading).isInstanceOfSatisfying(TokenReading.Usable.class, usable -> {
            assertThat(usable.trimmed()).isFalse();
            assertThat(usable.token().asBearer()).isEqualTo("Bearer " + text);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"kpat_a\n", "kpat_a\r\n", " kpat_a", "\tkpat_a ", "\u2003kpat_a\u2028", "\n\n kpat_a \n"})
    void white_space_around_a_token_is_cut_and_remembered(String stored) {
        var reading = KonnectToken.read(stored);

        assertThat(reading).isInstanceOfSatisfying(TokenReading.Usable.class, usable -> {
            assertThat(usable.trimmed()).isTrue();
            assertThat(usable.token().asBearer()).isEqualTo("Bearer kpat_a");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\t \r\n", "\u2003"})
    void nothing_but_white_space_is_empty(String stored) {
        assertThat(KonnectToken.read(stored)).isEqualTo(new TokenReading.Malformed("it is empty"));
    }

    static Stream<String> impureTexts() {
        var controls = IntStream.concat(
                        IntStream.rangeClosed(0, ' '), IntStream.of(0x7f, 0x80, 0xa0, 0xe9, 0x200b, 0x3000))
                .mapToObj(Character::toString);
        return Stream.concat(controls, Stream.of("\ud83d\ude00", "\ud83d", "\ude00", "\ufeff", "\u0430"))
                .map(impure -> "kpat_a" + impure + "b");
    }

    @ParameterizedTest
    @MethodSource("impureTexts")
    void a_character_that_no_header_may_carry_makes_it_malformed(String stored) {
        assertThat(KonnectToken.read(stored))
                .isEqualTo(new TokenReading.Malformed("it contains white space, control or non-ASCII characters"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kpat", "hello", "KPAT_a", "kpat-a", "xkpat_a", "Bearer_kpat_a", "eyJhbGciOi", "\"kpat_a\""})
    void a_text_without_konnects_prefix_is_malformed(String stored) {
        assertThat(KonnectToken.read(stored))
                .isEqualTo(new TokenReading.Malformed("it does not begin with kpat_ or spat_"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kpat_", "spat_", " kpat_\n"})
    void a_prefix_alone_is_malformed_and_not_said_to_lack_the_prefix(String stored) {
        assertThat(KonnectToken.read(stored))
                .isEqualTo(new TokenReading.Malformed("it ends after its first five characters"));
    }

    @Test
    void the_longest_token_has_4096_characters_without_the_white_space_around_it() {
        var longest = "kpat_" + "a".repeat(KonnectToken.MAX_LENGTH - "kpat_".length());

        assertThat(KonnectToken.read(longest + "\n")).isInstanceOf(TokenReading.Usable.class);
        assertThat(KonnectToken.read(longest + "a"))
                .isEqualTo(new TokenReading.Malformed("it is longer than 4096 characters"));
    }

    @Property
    void any_text_is_a_token_that_fits_a_header_or_malformed_without_repeating_it(@ForAll("stored") String stored) {
        switch (KonnectToken.read(stored)) {
            case TokenReading.Usable(var token, var trimmed) -> {
                assertThat(token.asBearer())
                        .isEqualTo("Bearer " + stored.strip())
                        .matches("[ -~]+");
                assertThat(trimmed).isEqualTo(!stored.strip().equals(stored));
            }
            case TokenReading.Malformed(var why) -> {
                assertThat(why).startsWith("it ");
                if (stored.strip().length() > "kpat_".length()) {
                    assertThat(why).doesNotContain(stored.strip());
                }
            }
        }
    }

    @Property
    void fingerprints_are_equal_if_and_only_if_the_tokens_are(
            @ForAll("tokens") String one, @ForAll("tokens") String other) {
        var first = ExampleToken.of(one).fingerprint();
        var second = ExampleToken.of(other).fingerprint();

        assertThat(first.equals(second)).isEqualTo(one.equals(other));
        assertThat(ExampleToken.of(one + "\n").fingerprint()).isEqualTo(first).hasSameHashCodeAs(first);
    }

    @Property
    void tokens_are_not_equal_to_each_other_so_that_nobody_compares_by_guessing(@ForAll("tokens") String text) {
        assertThat(ExampleToken.of(text)).isNotEqualTo(ExampleToken.of(text));
    }

    @Provide
    Arbitrary<String> tokens() {
        var rest = Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(3);
        return Combinators.combine(Arbitraries.of("kpat_", "spat_"), rest).as(String::concat);
    }

    /** Tokens with a character in them that is none of a token's, or in which something looks like something else. */
    private Arbitrary<String> changed() {
        var stranger = Arbitraries.oneOf(
                Arbitraries.chars().all().map(String::valueOf),
                Arbitraries.of("\r\n", "\u2028", "\ufeff", "\u200b", "\ud83d\ude00", "Bearer ", "\u0000"));
        return Combinators.combine(tokens(), stranger, Arbitraries.integers().between(0, 6))
                .as((token, strange, at) -> new StringBuilder(token)
                        .insert(Math.min(at, token.length()), strange)
                        .toString());
    }

    @Provide
    Arbitrary<String> stored() {
        var space = Arbitraries.of("", "", " ", "\n", "\u2003", "\u0000", "\u00a0");
        var endless =
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(4000).ofMaxLength(4200);
        var text = Arbitraries.frequencyOf(
                Tuple.of(4, tokens()),
                Tuple.of(4, changed()),
                Tuple.of(4, Arbitraries.strings().all()),
                Tuple.of(1, endless.map("kpat_"::concat)));
        return Combinators.combine(space, text, space).as((before, middle, after) -> before + middle + after);
    }
}
