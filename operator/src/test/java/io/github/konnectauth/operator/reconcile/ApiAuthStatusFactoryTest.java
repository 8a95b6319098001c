package io.github.konnectauth.operator.reconcile;

import static io.github.konnectauth.operator.reconcile.KonnectSays.MEMBER;
import static io.github.konnectauth.operator.reconcile.KonnectSays.ORGANIZATION;
import static io.github.konnectauth.operator.reconcile.KonnectSays.REJECTED;
import static io.github.konnectauth.operator.reconcile.StatusAssert.assertThatStatus;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.konnect.WhoAmI;
import io.github.konnectauth.operator.token.TokenResolution;
import io.github.konnectauth.operator.waiting.Kstatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiAuthStatusFactoryTest {

    private static final String BEFORE = "2026-02-01T00:00:00Z";

    private final MovableClock clock = new MovableClock();
    private final ApiAuthStatusFactory factory = new ApiAuthStatusFactory(clock);

    private static Condition condition(String type, String status, String reason) {
        return new Condition(type, status, reason, "Somebody else's message.", 1L, BEFORE);
    }

    private static KonnectAPIAuthConfigurationStatus stored(@Nullable String organization, Condition... conditions) {
        return new KonnectAPIAuthConfigurationStatus(
                List.of(conditions), organization, "https://US.api.konghq.com/", 1L, "6", null);
    }

    private KonnectAPIAuthConfigurationStatus after(
            KonnectAPIAuthConfigurationStatus stored, Subject subject, WhoAmI answer) {
        var verdict = Judge.ofToken(subject.token())
                .<Verdict>map(refusal -> refusal)
                .orElseGet(() -> Judge.ofAnswer(answer, subject.token().place()));
        return factory.next(
                subject, stored, new Outcome.Tell((Verdict.Decided) verdict), Subjects.history(subject, stored));
    }

    @Test
    void a_valid_inline_token_has_kongs_exact_message() {
        var status = after(stored(null), Subjects.inline("kpat_one"), MEMBER);

        assertThatStatus(status)
                .isValid()
                .hasMessage(Condition.API_AUTH_VALID, "Token is valid")
                .hasMessage(Condition.READY, "Token is valid");
    }

    @Test
    void a_valid_token_from_a_secret_has_kongs_exact_message() {
        var status = after(stored(null), Subjects.secret("kpat_one", "7"), MEMBER);

        assertThatStatus(status)
                .isValid()
                .hasMessage(Condition.API_AUTH_VALID, "Token from Secret prod/konnect is valid")
                .hasMessage(Condition.READY, "Token from Secret prod/konnect is valid");
    }

    @Test
    void a_trimmed_token_is_told_of_in_ready_and_leaves_kongs_message_alone() {
        var status = after(stored(null), Subjects.secret("kpat_one\n", "7"), MEMBER);

        assertThatStatus(status)
                .isValid()
                .hasMessage(Condition.API_AUTH_VALID, "Token from Secret prod/konnect is valid");
        assertThat(status.condition(Condition.READY).orElseThrow().message())
                .startsWith("Token from Secret prod/konnect is valid. ")
                .contains("Kong Operator does not cut it");
    }

    @Test
    void the_first_trace_stays_until_something_else_changes() {
        var subject = Subjects.inline("kpat_one");
        var first = after(stored(null), subject, KonnectSays.rejectedWithTrace("17"));
        assertThat(first.condition(Condition.READY).orElseThrow().message()).endsWith(" (konnect:trace:17)");

        assertThat(after(first, subject, KonnectSays.rejectedWithTrace("18"))).isEqualTo(first);
        assertThat(after(first, subject, REJECTED)).isEqualTo(first);

        var denied = after(first, subject, KonnectSays.DENIED);
        assertThat(denied.condition(Condition.READY).orElseThrow().message()).doesNotContain("konnect:trace");
    }

    @Test
    void a_transition_is_dated_in_whole_seconds_of_the_clock() {
        var valid = after(stored(null), Subjects.inline("kpat_one"), MEMBER);
        var since = clock.inConditions();
        clock.advance(Duration.ofMinutes(5));

        var rejected = after(valid, Subjects.inline("kpat_one"), REJECTED);

        assertThatStatus(valid).hasChangedAt(Condition.READY, since);
        assertThatStatus(rejected)
                .hasChangedAt(Condition.READY, clock.inConditions())
                .hasChangedAt(Condition.STALLED, clock.inConditions());
        assertThat(clock.inConditions()).matches("[0-9-]{10}T[0-9:]{8}Z");
    }

    @Test
    void another_reason_with_the_same_status_is_no_transition() {
        var rejected = after(stored(null), Subjects.inline("kpat_one"), REJECTED);
        var since = clock.inConditions();
        clock.advance(Duration.ofMinutes(5));

        var denied = after(rejected, Subjects.inline("kpat_one"), KonnectSays.DENIED);

        assertThatStatus(denied).isInvalid("PermissionDenied").hasChangedAt(Condition.READY, since);
    }

    @Test
    void an_organization_beside_a_rejected_token_goes() {
        var odd = stored("org-of-somebody", condition(Condition.API_AUTH_VALID, "False", "Invalid"));

        assertThatStatus(after(odd, Subjects.inline("kpat_one"), REJECTED))
                .isInvalid("TokenRejected")
                .hasNoOrganization();
    }

    @Test
    void a_true_condition_with_another_reason_than_valid_comes_right() {
        var odd = stored(null, condition(Condition.API_AUTH_VALID, "True", "TokenValid"));

        assertThatStatus(after(odd, Subjects.inline("kpat_one"), MEMBER))
                .isValid()
                .hasOrganization(ORGANIZATION)
                .hasChangedAt(Condition.API_AUTH_VALID, BEFORE);
    }

    @Test
    void a_resolved_refs_that_no_longer_applies_goes_and_a_stale_stalled_too() {
        var odd = stored(
                null,
                condition(Condition.RESOLVED_REFS, "False", "RefNotPermitted"),
                condition(Condition.STALLED, "True", "TokenRejected"));

        assertThatStatus(after(odd, Subjects.secret("kpat_one", "7"), MEMBER))
                .isValid()
                .hasNo(Condition.RESOLVED_REFS);
    }

    @Test
    void stalled_gives_way_to_reconciling() {
        var rejected = after(stored(null), Subjects.inline("kpat_one"), REJECTED);

        var missing = after(rejected, Subjects.of(new TokenResolution.Missing(Subjects.IN_SECRET)), MEMBER);

        assertThatStatus(rejected).isForKstatus(Kstatus.FAILED);
        assertThatStatus(missing).isForKstatus(Kstatus.IN_PROGRESS);
    }

    @Test
    void a_server_in_another_spelling_is_written_as_its_origin_and_a_broken_one_is_removed() {
        var token = Subjects.held(Subjects.IN_RESOURCE, "kpat_one", "");

        assertThatStatus(after(stored(null), Subjects.at("https://US.API.konghq.com:443/", token), MEMBER))
                .hasServer(Optional.of("https://us.api.konghq.com"));
        assertThatStatus(after(stored(null), Subjects.at("https://us.api.konghq.com/v3", token), MEMBER))
                .hasServer(Optional.empty());
    }

    @Test
    void kongs_default_condition_is_left_where_it_is() {
        var kongs = condition("Valid", "Unknown", "Pending");

        var status = after(stored(null, kongs), Subjects.inline("kpat_one"), MEMBER);

        assertThatStatus(status).isValid();
        assertThat(status.conditions()).first().isEqualTo(kongs);
    }

    @Test
    void a_full_list_goes_without_stalled_and_then_without_resolved_refs() {
        var others = List.of("A", "B", "C", "D", "E", "F").stream()
                .map(type -> condition(type, "True", "Fine"))
                .toArray(Condition[]::new);
        var foreign = Subjects.of(new TokenResolution.NotPermitted(Subjects.IN_FOREIGN_SECRET));

        var full = after(stored(null, others), foreign, MEMBER);
        var nearlyFull = after(stored(null, Arrays.copyOf(others, 5)), foreign, MEMBER);

        assertThatStatus(full)
                .isInvalid("RefNotPermitted")
                .hasNo(Condition.RESOLVED_REFS)
                .hasNo(Condition.RECONCILING);
        assertThatStatus(nearlyFull)
                .isInvalid("RefNotPermitted")
                .says(Condition.RESOLVED_REFS, "False", "RefNotPermitted")
                .hasNo(Condition.RECONCILING);
    }

    @Test
    void it_is_known_which_conditions_a_full_list_goes_without() {
        var others = List.of("A", "B", "C", "D", "E", "F").stream()
                .map(type -> condition(type, "True", "Fine"))
                .toArray(Condition[]::new);
        var foreign = Subjects.of(new TokenResolution.NotPermitted(Subjects.IN_FOREIGN_SECRET));
        var outcome = new Outcome.Tell(Judge.ofToken(foreign.token()).orElseThrow());

        assertThat(factory.leftOut(foreign, stored(null, others), outcome))
                .containsExactlyInAnyOrder(Condition.RESOLVED_REFS, Condition.RECONCILING);
        assertThat(factory.leftOut(foreign, stored(null), outcome)).isEmpty();
    }
}
