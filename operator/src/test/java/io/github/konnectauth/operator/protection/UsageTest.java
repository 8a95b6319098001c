package io.github.konnectauth.operator.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.kong.Reference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {

    private static final Reference LOCAL = Reference.toSecret("vault", "vault", "token");
    private static final Reference FOREIGN = Reference.toSecret("team", "vault", "token");

    @Test
    void one_permitted_reference_is_enough() {
        assertThat(Usage.of(List.of(FOREIGN, LOCAL), Reference::isLocal)).isEqualTo(Usage.PERMITTED);
        assertThat(Usage.of(List.of(FOREIGN), Reference::isLocal)).isEqualTo(Usage.REFUSED);
        assertThat(Usage.of(List.of(), Reference::isLocal)).isEqualTo(Usage.NONE);
    }

    /** All that can be. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # used     | has   | deleting | kind  | step
            PERMITTED  | false | false    | true  | ADD
            PERMITTED  | false | true     | true  | LEAVE
            PERMITTED  | false | false    | false | LEAVE
            PERMITTED  | false | true     | false | LEAVE
            PERMITTED  | true  | false    | true  | LEAVE
            PERMITTED  | true  | true     | true  | LEAVE
            PERMITTED  | true  | false    | false | REMOVE
            PERMITTED  | true  | true     | false | REMOVE
            REFUSED    | false | false    | true  | LEAVE
            REFUSED    | false | true     | true  | LEAVE
            REFUSED    | false | false    | false | LEAVE
            REFUSED    | false | true     | false | LEAVE
            REFUSED    | true  | false    | true  | LEAVE
            REFUSED    | true  | true     | true  | REMOVE
            REFUSED    | true  | false    | false | REMOVE
            REFUSED    | true  | true     | false | REMOVE
            NONE       | false | false    | true  | LEAVE
            NONE       | false | true     | true  | LEAVE
            NONE       | false | false    | false | LEAVE
            NONE       | false | true     | false | LEAVE
            NONE       | true  | false    | true  | REMOVE
            NONE       | true  | true     | true  | REMOVE
            NONE       | true  | false    | false | REMOVE
            NONE       | true  | true     | false | REMOVE
            """)
    void the_finalizer_follows_from_who_names_the_object(
            Usage usage, boolean hasFinalizer, boolean isDeleting, boolean mayBeHeld, Usage.Step step) {
        assertThat(usage.step(hasFinalizer, isDeleting, mayBeHeld)).isEqualTo(step);
    }
}
