package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TransitionsTest {

    private static final KonnectAPIAuthConfiguration RESOURCE = Resources.read(Resources.inline("prod", "api"));
    private static final Verdict ACTIVE = new Verdict.Valid("org-1", "active");
    private static final Verdict CLOSING = new Verdict.Valid("org-1", "scheduled-for-deletion");
    private static final Subject TRIMMED = Subjects.secret("kpat_one\n", "7");
    private static final Subject CLEAN = Subjects.secret("kpat_one", "7");

    @AutoClose
    private final MockApi api = MockApi.thatStores();

    @AutoClose
    private final LogLines log = new LogLines(Transitions.class);

    private final MovableClock clock = new MovableClock();
    private final Transitions transitions = new Transitions(api.client(), clock, "konnect-auth-operator-0", true);

    @AfterEach
    void stop() {
        transitions.close();
    }

    private static Condition ready(String status, String reason, String message) {
        return new Condition(Condition.READY, status, reason, message, 2L, "2026-03-01T10:00:00Z");
    }

    /** So many, and no more once everything is written. */
    private List<Event> events(int expected) {
        await().until(() -> stored().size() >= expected);
        transitions.close();
        assertThat(stored()).hasSize(expected);
        return stored();
    }

    private List<Event> stored() {
        return api.client().events().v1().events().inAnyNamespace().list().getItems();
    }

    private Event onlyEvent() {
        return events(1).getFirst();
    }

    @Test
    void an_event_says_what_has_become_of_which_resource_and_who_says_so() {
        transitions.readyChanged(RESOURCE, ready("False", "TokenRejected", "Create a new token."));

        var event = onlyEvent();
        assertThat(event.getType()).isEqualTo("Warning");
        assertThat(event.getReason()).isEqualTo("TokenRejected");
        assertThat(event.getNote()).isEqualTo("Create a new token.");
        assertThat(event.getAction()).isEqualTo("Check");
        assertThat(event.getReportingController()).isEqualTo("konnect-auth-operator");
        assertThat(event.getReportingInstance()).isEqualTo("konnect-auth-operator-0");
        assertThat(event.getEventTime().getTime()).isEqualTo("2026-03-01T10:00:00.123456Z");
        assertThat(event.getMetadata().getNamespace()).isEqualTo("prod");
        assertThat(event.getMetadata().getGenerateName()).isEqualTo("api-");
    }

    @Test
    void an_event_is_about_the_very_resource_and_not_another_one_of_its_name() {
        transitions.readyChanged(RESOURCE, ready("False", "TokenRejected", "Create a new token."));

        var regarding = onlyEvent().getRegarding();
        assertThat(regarding.getApiVersion()).isEqualTo("konnect.konghq.com/v1alpha1");
        assertThat(regarding.getKind()).isEqualTo("KonnectAPIAuthConfiguration");
        assertThat(regarding.getNamespace()).isEqualTo("prod");
        assertThat(regarding.getName()).isEqualTo("api");
        assertThat(regarding.getUid()).isEqualTo("uid-of-api");
    }

    @Test
    void only_a_valid_token_is_normal() {
        transitions.readyChanged(RESOURCE, ready("True", "Valid", "Token is valid"));

        assertThat(onlyEvent().getType()).isEqualTo("Normal");
    }

    @Test
    void a_transition_is_one_line_of_log() {
        transitions.readyChanged(RESOURCE, ready("True", "Valid", "Token is valid"));
        transitions.readyChanged(RESOURCE, ready("Unknown", "RateLimited", "Wait."));

        assertThat(log.lines())
                .containsExactly(
                        "INFO Token is valid namespace=prod name=api reason=Valid",
                        "WARN Wait. namespace=prod name=api reason=RateLimited");
    }

    @Test
    void a_note_is_cut_to_the_1024_bytes_that_an_event_may_have() {
        transitions.readyChanged(RESOURCE, ready("False", "SecretNotFound", "n".repeat(1025)));

        assertThat(onlyEvent().getNote()).isEqualTo("n".repeat(1024));
    }

    @Test
    void a_note_is_never_cut_within_a_character() {
        transitions.readyChanged(RESOURCE, ready("False", "SecretNotFound", "n" + "ü".repeat(1000)));

        var note = onlyEvent().getNote();
        assertThat(note).isEqualTo("n" + "ü".repeat(511));
        assertThat(note.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1024);
    }

    @Test
    void an_organization_that_is_closing_down_is_told_of_once() {
        transitions.remark(RESOURCE, CLEAN, CLOSING);
        transitions.remark(RESOURCE, CLEAN, CLOSING);
        transitions.remark(Resources.read(Resources.inline("prod", "other")), CLEAN, CLOSING);

        var event = onlyEvent();
        assertThat(event.getType()).isEqualTo("Warning");
        assertThat(event.getReason()).isEqualTo("OrganizationNotActive");
        assertThat(event.getNote()).contains("org-1", "scheduled-for-deletion", "still valid");
    }

    @Test
    void people_of_another_namespace_are_told_of_the_organization_too() {
        transitions.remark(RESOURCE, CLEAN, CLOSING);
        transitions.remark(Resources.read(Resources.inline("test", "api")), CLEAN, CLOSING);

        assertThat(events(2))
                .extracting(event -> event.getMetadata().getNamespace())
                .containsExactlyInAnyOrder("prod", "test");
    }

    @Test
    void an_active_organization_and_one_of_unknown_state_are_not_worth_a_word() {
        transitions.remark(RESOURCE, CLEAN, ACTIVE);
        transitions.remark(RESOURCE, CLEAN, new Verdict.Valid("org-1", ""));

        assertThat(events(0)).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void a_trimmed_token_is_told_of_once_a_version_of_its_secret() {
        transitions.remark(RESOURCE, TRIMMED, ACTIVE);
        transitions.remark(RESOURCE, TRIMMED, ACTIVE);
        transitions.remark(RESOURCE, Subjects.secret("kpat_one\n", "8"), ACTIVE);

        assertThat(events(2)).allSatisfy(event -> {
            assertThat(event.getReason()).isEqualTo("TokenTrimmed");
            assertThat(event.getNote()).contains("Secret prod/konnect").doesNotContain("kpat_one");
        });
    }

    @Test
    void a_trimmed_inline_token_is_told_of_once_a_generation() {
        var inline = Subjects.inline("kpat_one\n");
        transitions.remark(RESOURCE, inline, ACTIVE);
        transitions.remark(RESOURCE, inline, ACTIVE);
        transitions.remark(RESOURCE, Subjects.ofGeneration(3, inline), ACTIVE);

        assertThat(events(2)).extracting(Event::getReason).containsOnly("TokenTrimmed");
    }

    @Test
    void a_trimmed_token_is_told_of_whatever_konnect_says() {
        transitions.remark(
                RESOURCE,
                TRIMMED,
                Judge.ofAnswer(KonnectSays.UNREACHABLE, TRIMMED.token().place()));

        assertThat(onlyEvent().getReason()).isEqualTo("TokenTrimmed");
    }

    @Test
    void an_inline_token_is_told_of_once_a_token_and_resource_with_what_to_do_and_without_the_token() {
        transitions.checked(RESOURCE, Subjects.inline("kpat_one"));
        transitions.checked(RESOURCE, Subjects.ofGeneration(3, Subjects.inline("kpat_one")));
        transitions.checked(RESOURCE, Subjects.inline("kpat_two"));
        transitions.checked(Resources.read(Resources.inline("prod", "other")), Subjects.inline("kpat_one"));

        assertThat(events(3)).allSatisfy(event -> {
            assertThat(event.getType()).isEqualTo("Warning");
            assertThat(event.getReason()).isEqualTo("InlineToken");
            assertThat(event.getNote())
                    .contains("a Secret of the type Opaque", "konghq.com/credential: konnect", "spec.secretRef.name")
                    .doesNotContain("kpat_")
                    .hasSizeLessThan(1024);
        });
    }

    @Test
    void a_token_in_a_secret_and_an_inline_text_that_is_none_are_not_told_of_as_inline_tokens() {
        transitions.checked(RESOURCE, CLEAN);
        transitions.checked(RESOURCE, Subjects.inline("hello"));

        assertThat(events(0)).isEmpty();
    }

    @Test
    void nobody_is_warned_of_inline_tokens_where_that_is_not_wanted() {
        var silent = new Transitions(api.client(), clock, "konnect-auth-operator-0", false);

        silent.checked(RESOURCE, Subjects.inline("kpat_one"));

        silent.close();
        assertThat(events(0)).isEmpty();
    }

    @Test
    void events_are_written_without_being_waited_for() {
        transitions.readyChanged(RESOURCE, ready("True", "Valid", "Token is valid"));

        await().untilAsserted(() -> assertThat(api.client()
                        .events()
                        .v1()
                        .events()
                        .inNamespace("prod")
                        .list()
                        .getItems())
                .hasSize(1));
    }
}
