package io.github.konnectauth.operator.reconcile;

import static io.github.konnectauth.operator.reconcile.StatusAssert.assertThatStatus;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.reconcile.VerdictTable.Row;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that a status says for each row of the table of verdicts. */
class VerdictTableTest {

    // The answers, the label's value and the standards that messages may name; any other number would be a time, a
    // counter or a wait.
    private static final Pattern NUMBERS = Pattern.compile("\\((401|403|429)\\)|RFC 1123");

    private final MovableClock clock = new MovableClock();

    static Stream<Row> rows() {
        return VerdictTable.rows();
    }

    /** The first look at a resource that an earlier generation's valid token left its marks on. */
    private CheckedResource looked(Row row) {
        var resource = CheckedResource.under(Subjects.ofGeneration(1, Subjects.inline("kpat_former")), clock);
        resource.look(KonnectSays.MEMBER);
        resource.operatorRestarts();
        resource.becomes(row.subject());
        resource.look(row.answer());
        return resource;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_row_has_its_verdict_its_reason_and_its_meaning_for_kstatus(Row row) {
        var status = looked(row).status();

        switch (row.kstatus()) {
            case CURRENT -> assertThatStatus(status).isValid();
            case FAILED -> assertThatStatus(status).isInvalid(row.reason());
            case TERMINATING -> throw new AssertionError("no verdict deletes a resource");
            case IN_PROGRESS -> {
                if (row.isAsked()) {
                    assertThatStatus(status).isUnknown(row.reason());
                } else {
                    assertThatStatus(status).isInvalid(row.reason());
                }
            }
        }
        assertThatStatus(status).isForKstatus(row.kstatus());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void konnect_is_asked_only_where_there_is_a_server_and_a_token(Row row) {
        var resource = CheckedResource.under(row.subject(), clock);

        assertThat(resource.look(row.answer()).asked().isPresent()).isEqualTo(row.isAsked());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void only_a_valid_token_has_an_organization_after_a_change(Row row) {
        var status = assertThatStatus(looked(row).status());

        if (row.reason().equals("Valid")) {
            status.hasOrganization(KonnectSays.ORGANIZATION);
        } else {
            status.hasNoOrganization();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_origin_is_there_whenever_the_server_can_be_parsed(Row row) {
        var origin = switch (row.reason()) {
            case "InvalidServerURL" -> Optional.<String>empty();
            case "ServerNotAllowed" ->
                Optional.of(row.isAsked() ? "https://us.api.konghq.com" : "https://konnect.example.com");
            default -> Optional.of("https://us.api.konghq.com");
        };

        assertThatStatus(looked(row).status()).hasServer(origin);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void resolved_refs_is_there_for_a_secret_in_another_namespace_only(Row row) {
        var status = assertThatStatus(looked(row).status());

        if (row.reason().equals("RefNotPermitted")) {
            status.says(Condition.RESOLVED_REFS, "False", "RefNotPermitted");
        } else if (row.happened().contains("granted")) {
            status.says(Condition.RESOLVED_REFS, "True", "ResolvedRefs");
        } else {
            status.hasNo(Condition.RESOLVED_REFS);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everything_speaks_of_the_generation_and_the_version_of_the_secret_that_were_looked_at(Row row) {
        var status = looked(row).status();

        assertThat(status.observedGeneration()).isEqualTo(row.subject().generation());
        assertThat(status.conditions())
                .allSatisfy(condition -> assertThat(condition.observedGeneration())
                        .isEqualTo(row.subject().generation()));
        assertThat(Optional.ofNullable(status.observedSecretResourceVersion()))
                .isEqualTo(row.subject().secretVersion());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void messages_name_the_cause_and_the_next_step(Row row) {
        var status = looked(row).status();

        assertThat(status.condition(Condition.READY).orElseThrow().message()).contains(row.says());
        assertThat(status.conditions())
                .filteredOn(condition -> !condition.reason().equals("ResolvedRefs"))
                .extracting(Condition::message)
                .as("all conditions tell the same")
                .containsOnly(status.condition(Condition.READY).orElseThrow().message());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void no_message_holds_a_time_a_counter_or_the_token(Row row) {
        var message =
                looked(row).status().condition(Condition.READY).orElseThrow().message();

        assertThat(NUMBERS.matcher(message).replaceAll("")).doesNotContainPattern("[0-9]");
        assertThat(message).doesNotContain("Secret OfTheTable", "SecretOfTheTable", "nonsense");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_second_look_at_the_same_writes_nothing(Row row) {
        var resource = looked(row);
        clock.advance(Duration.ofMinutes(20));

        var again = resource.look(row.answer());

        assertThat(again.hasWritten()).isFalse();
    }
}
