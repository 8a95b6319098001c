package io.github.konnectauth.operator.reconcile;

import static io.github.konnectauth.operator.reconcile.Subjects.IN_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.token.TokenResolution;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SubjectTest {

    private static final String TOKEN = "kpat_SecretOfTheSubject";
    private static final Subject SUBJECT = Subjects.secret(TOKEN, "7");

    /** Each differs from all others in what a verdict is about. */
    static Stream<Subject> different() {
        return Stream.of(
                SUBJECT,
                Subjects.ofGeneration(3, SUBJECT),
                Subjects.secret("kpat_AnotherSecret", "7"),
                Subjects.secret("spat_SecretOfTheSubject", "7"),
                Subjects.secret(TOKEN + "\n", "7"),
                Subjects.secret("", "7"),
                Subjects.secret("nonsense", "7"),
                Subjects.of(new TokenResolution.Unnamed(IN_SECRET)),
                Subjects.of(new TokenResolution.Missing(IN_SECRET)),
                Subjects.of(new TokenResolution.NotLabelled(IN_SECRET)),
                Subjects.of(new TokenResolution.KeyMissing(IN_SECRET, "7")),
                Subjects.of(new TokenResolution.NotPermitted(IN_SECRET)),
                Subjects.of(new TokenResolution.NotWatched(IN_SECRET)),
                Subjects.of(new TokenResolution.NotOpaque(IN_SECRET, "kubernetes.io/tls", "7")),
                Subjects.of(new TokenResolution.NotOpaque(IN_SECRET, "kubernetes.io/basic-auth", "7")));
    }

    @Test
    void a_deletion_counts_the_generation_up_and_is_the_same_essence_while_a_later_change_is_not() {
        var subject = SUBJECT;
        var deleted = new Subject(subject.generation() + 1, true, subject.server(), subject.token());
        var changedAfterwards = new Subject(subject.generation() + 2, true, subject.server(), subject.token());

        assertThat(deleted.essence()).isEqualTo(subject.essence());
        assertThat(changedAfterwards.essence()).isNotEqualTo(subject.essence());
    }

    @Test
    void whatever_a_verdict_is_about_makes_another_essence() {
        var essences = different().map(Subject::essence).toList();

        assertThat(essences).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("different")
    void the_same_read_twice_has_the_same_essence(Subject subject) {
        var readAgain = new Subject(subject.generation(), subject.server(), subject.token());

        assertThat(readAgain.essence()).isEqualTo(subject.essence()).hasSameHashCodeAs(subject.essence());
    }

    @Test
    void a_version_of_the_secret_alone_makes_no_other_essence() {
        assertThat(Subjects.secret(TOKEN, "8").essence()).isEqualTo(SUBJECT.essence());
        assertThat(Subjects.secret("nonsense", "8").essence())
                .isEqualTo(Subjects.secret("nonsense", "7").essence());
        assertThat(Subjects.of(new TokenResolution.KeyMissing(IN_SECRET, "8")).essence())
                .isEqualTo(Subjects.of(new TokenResolution.KeyMissing(IN_SECRET, "7"))
                        .essence());
    }

    @ParameterizedTest
    @MethodSource("different")
    void an_essence_shows_neither_the_token_nor_what_stands_for_it(Subject subject) {
        var text = subject.essence().toString();

        assertThat(text)
                .doesNotContain(
                        subject.essence().found().isEmpty()
                                ? TOKEN
                                : subject.essence().found());
        assertThat(List.of(text, subject.toString())).noneMatch(shown -> shown.contains("SecretOfTheSubject"));
    }

    @Test
    void the_version_of_the_secret_is_that_of_the_one_that_was_read() {
        assertThat(SUBJECT.secretVersion()).contains("7");
        assertThat(Subjects.of(new TokenResolution.KeyMissing(IN_SECRET, "8")).secretVersion())
                .contains("8");
        assertThat(Subjects.of(new TokenResolution.Missing(IN_SECRET)).secretVersion())
                .isEmpty();
        assertThat(Subjects.inline(TOKEN).secretVersion()).isEmpty();
    }

    @Test
    void only_white_space_around_a_token_counts_as_trimmed() {
        assertThat(Subjects.secret(" " + TOKEN + "\r\n", "7").isTrimmed()).isTrue();
        assertThat(SUBJECT.isTrimmed()).isFalse();
        assertThat(Subjects.secret(" ", "7").isTrimmed()).isFalse();
    }
}
