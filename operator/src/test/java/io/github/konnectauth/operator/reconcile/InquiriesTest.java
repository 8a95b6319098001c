package io.github.konnectauth.operator.reconcile;

import static io.github.konnectauth.operator.reconcile.KonnectSays.MEMBER;
import static io.github.konnectauth.operator.reconcile.KonnectSays.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.konnect.Asker.Urgency;
import io.github.konnectauth.operator.konnect.Freshness;
import io.github.konnectauth.operator.konnect.WhoAmI;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** At most one question a resource, and nobody waits for its answer. */
class InquiriesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Look.Ask ROUTINE = new Look.Ask(new Freshness.Within(Duration.ofMinutes(5)), Urgency.ROUTINE);
    private static final Look.Ask AWAITED = new Look.Ask(new Freshness.Within(Duration.ofSeconds(60)), Urgency.AWAITED);
    private static final Subject ONE = Subjects.inline("kpat_one");
    private static final Subject TWO = Subjects.inline("kpat_two");

    private final FakeKonnectClient konnect = new FakeKonnectClient();
    private final List<ResourceID> lookedAt = new ArrayList<>();
    private final Inquiries inquiries = new Inquiries(konnect, lookedAt::add);
    private final KonnectAPIAuthConfiguration resource = Resources.read(Resources.inline("prod", "api"));
    private final ResourceID id = ResourceID.fromResource(resource);

    @Test
    void an_answer_that_is_there_is_given_at_once() {
        konnect.answersAtOnce(MEMBER);

        assertThat(answer(ONE, AWAITED)).contains(MEMBER);
        assertThat(lookedAt).isEmpty();
        assertThat(konnect.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.asker().namespace()).isEqualTo("prod");
            assertThat(asked.asker().urgency()).isEqualTo(Urgency.AWAITED);
            assertThat(asked.freshness()).isEqualTo(AWAITED.freshness());
        });
    }

    @Test
    void the_resource_is_looked_at_again_when_the_answer_is_there_and_then_it_is_given_once() {
        assertThat(answer(ONE, AWAITED)).isEmpty();
        assertThat(lookedAt).isEmpty();

        konnect.last().answers(MEMBER);

        assertThat(lookedAt).containsExactly(id);
        assertThat(inquiries.begun(resource, ONE.essence())).contains(AWAITED);
        assertThat(answer(ONE, ROUTINE)).contains(MEMBER);
        assertThat(inquiries.begun(resource, ONE.essence())).isEmpty();
        assertThat(konnect.asked()).hasSize(1);
    }

    @Test
    void whoever_looks_meanwhile_asks_nothing_and_hurries_nothing() {
        answer(ONE, ROUTINE);

        assertThat(answer(ONE, ROUTINE)).isEmpty();

        assertThat(konnect.asked()).hasSize(1);
        assertThat(konnect.last().isHurried()).isFalse();
    }

    @Test
    void a_new_token_is_asked_about_at_once_and_the_old_question_leaves_the_line() {
        answer(ONE, ROUTINE);
        var old = konnect.last();

        assertThat(answer(TWO, AWAITED)).isEmpty();
        assertThat(old.isLeft()).isTrue();
        assertThat(konnect.asked()).hasSize(2);

        old.answers(UNREACHABLE);
        assertThat(answer(TWO, AWAITED)).as("of the old question").isEmpty();
        konnect.last().answers(MEMBER);
        assertThat(answer(TWO, AWAITED)).contains(MEMBER);
        assertThat(konnect.asked()).hasSize(2);
    }

    @Test
    void who_is_gone_leaves_the_line() {
        answer(ONE, AWAITED);

        inquiries.forget(id);

        assertThat(konnect.last().isLeft()).isTrue();
    }

    @Test
    void a_question_that_was_answered_is_not_left() {
        answer(ONE, AWAITED);
        konnect.last().answers(MEMBER);

        inquiries.forget(id);

        assertThat(konnect.last().isLeft()).isFalse();
    }

    @Test
    void the_answer_about_a_token_that_was_replaced_is_given_to_nobody() {
        answer(ONE, ROUTINE);
        konnect.last().answers(MEMBER);
        inquiries.begun(resource, TWO.essence());

        assertThat(answer(ONE, ROUTINE)).as("though the token has come back").isEmpty();
        assertThat(konnect.asked()).hasSize(2);
    }

    @Test
    void a_resource_that_was_made_anew_under_the_same_name_gets_no_answer_of_the_old_one() {
        answer(ONE, ROUTINE);
        konnect.last().answers(MEMBER);
        var successor = Resources.read(Resources.inline("prod", "api").replace("uid-of-api", "another-uid"));

        assertThat(inquiries.begun(successor, ONE.essence())).isEmpty();
        assertThat(inquiries.answer(successor, ONE, AWAITED, NOW)).isEmpty();
        assertThat(konnect.asked()).hasSize(2);
    }

    @Test
    void a_check_request_hurries_what_is_asked_already() {
        answer(ONE, ROUTINE);
        var requested = Resources.read(Resources.inline("prod", "api")
                .replace(
                        "\"generation\": 2",
                        "\"generation\": 2, \"annotations\": {\"" + KonnectAPIAuthConfiguration.CHECK_REQUESTED
                                + "\": \"now\"}"));

        assertThat(inquiries.answer(requested, ONE, AWAITED, NOW)).isEmpty();
        assertThat(konnect.last().isHurried()).isTrue();
        konnect.last().answers(MEMBER);

        assertThat(inquiries.answer(requested, ONE, AWAITED, NOW).orElseThrow().request())
                .as("the answer is older than the request")
                .isEqualTo(Optional.empty());
    }

    @Test
    void who_met_a_host_that_cannot_be_asked_is_woken_when_it_can() {
        konnect.answersAtOnce(UNREACHABLE);
        answer(ONE, ROUTINE);
        assertThat(inquiries.isWoken(id)).isFalse();

        konnect.hostIsUsable("global.api.konghq.com");

        assertThat(lookedAt).containsExactly(id);
        assertThat(inquiries.isWoken(id)).isTrue();
        assertThat(inquiries.isWoken(id)).as("told once").isFalse();
    }

    @Test
    void who_is_gone_is_not_woken() {
        konnect.answersAtOnce(UNREACHABLE);
        answer(ONE, ROUTINE);
        inquiries.forget(id);

        konnect.hostIsUsable("global.api.konghq.com");

        assertThat(lookedAt).isEmpty();
    }

    @Test
    void a_bug_on_the_way_is_thrown_and_the_next_look_asks_anew() {
        answer(ONE, ROUTINE);
        konnect.last().breaks(new IllegalStateException("a bug"));

        assertThatThrownBy(() -> answer(ONE, ROUTINE)).hasRootCauseMessage("a bug");
        assertThat(answer(ONE, ROUTINE)).isEmpty();
        assertThat(konnect.asked()).hasSize(2);
    }

    private Optional<WhoAmI> answer(Subject subject, Look.Ask look) {
        return inquiries.answer(resource, subject, look, NOW).map(Inquiries.Answered::answer);
    }
}
