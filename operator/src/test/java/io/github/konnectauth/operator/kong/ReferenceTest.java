package io.github.konnectauth.operator.kong;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.kong.Reference.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {

    @Test
    void it_stays_at_home_or_leaves() {
        assertThat(Reference.toSecret("team", "team", "token").isLocal()).isTrue();
        assertThat(Reference.toSecret("team", "vault", "token").isLocal()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../vault/secrets/token", "..", "a/b", "a?b", "a b", "A", "", "-a", "a-", "a\n"})
    void there_is_no_object_with_a_name_that_would_change_the_path_of_a_url(String text) {
        assertThat(Target.secret("team", text).isPossible()).isFalse();
        assertThat(Target.secret(text, "token").isPossible()).isFalse();
    }

    @Test
    void names_have_dots_and_namespaces_have_none() {
        assertThat(Target.secret("team-1", "token.v2").isPossible()).isTrue();
        assertThat(Target.secret("team.1", "token").isPossible()).isFalse();
    }
}
