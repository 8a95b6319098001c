package io.github.konnectauth.operator.reconcile;

import static io.github.konnectauth.operator.reconcile.KonnectSays.MEMBER;
import static io.github.konnectauth.operator.reconcile.KonnectSays.REJECTED;
import static io.github.konnectauth.operator.reconcile.KonnectSays.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.konnect.Asker.Urgency;
import io.github.konnectauth.operator.konnect.Freshness;
import io.github.konnectauth.operator.konnect.WhoAmI;
import io.github.konnectauth.operator.token.TokenResolution;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a look has to do, and when the next one is. */
class HistoryTest {

    private static final Subject SUBJECT = Subjects.secret("kpat_one", "7");
    private static final Freshness FOR_EVENTS = new Freshness.Within(Duration.ofSeconds(60));
    private static final Freshness FOR_TIMERS = new Freshness.Within(CheckedResource.INTERVAL.dividedBy(2));
    private static final Freshness BY_REQUEST = new Freshness.Now();

    private final MovableClock clock = new MovableClock();
    private final CheckedResource resource = CheckedResource.under(SUBJECT, clock);

    private Duration untilWake() {
        return Duration.between(clock.instant(), resource.wake());
    }

    private CheckedResource.Done lookAfter(Duration wait, WhoAmI answer) {
        clock.advance(wait);
        return resource.look(answer);
    }

    @Test
    void the_first_look_asks_and_an_answer_of_the_last_minute_will_do() {
        assertThat(resource.look(MEMBER).asked()).contains(FOR_EVENTS);
    }

    @Test
    void nothing_is_asked_before_the_next_look_is_due() {
        resource.look(MEMBER);

        var early = lookAfter(untilWake().minusMillis(1), MEMBER);

        assertThat(early.asked()).isEmpty();
    }

    @Test
    void a_timer_asks_and_an_answer_of_half_the_interval_will_do() {
        resource.look(MEMBER);

        var due = lookAfter(untilWake(), MEMBER);

        assertThat(due.asked()).contains(FOR_TIMERS);
    }

    @Test
    void a_new_generation_and_a_new_token_are_asked_about_at_once() {
        resource.look(MEMBER);

        resource.becomes(Subjects.ofGeneration(3, SUBJECT));
        assertThat(resource.look(MEMBER).asked()).contains(FOR_EVENTS);

        resource.becomes(Subjects.ofGeneration(3, Subjects.secret("kpat_two", "8")));
        assertThat(resource.look(REJECTED).asked()).contains(FOR_EVENTS);
    }

    @Test
    void a_secret_that_changes_in_its_version_alone_is_neither_asked_about_nor_written_down() {
        resource.look(MEMBER);
        resource.becomes(Subjects.secret("kpat_one", "8"));

        var touched = resource.look(MEMBER);
        var due = lookAfter(untilWake(), MEMBER);

        assertThat(touched).isEqualTo(new CheckedResource.Done(Optional.empty(), false));
        assertThat(due.hasWritten()).isFalse();
        assertThat(resource.status().observedSecretResourceVersion()).isEqualTo("7");
    }

    @Test
    void a_new_token_brings_its_version_with_it() {
        resource.look(MEMBER);
        resource.becomes(Subjects.secret("kpat_two", "9"));

        resource.look(MEMBER);

        assertThat(resource.status().observedSecretResourceVersion()).isEqualTo("9");
    }

    @Test
    void a_request_is_acted_upon_at_once_and_no_shared_answer_will_do() {
        resource.look(MEMBER);
        resource.requestsCheck("please");

        var look = lookAfter(Duration.ofMillis(1), MEMBER);

        assertThat(look.asked()).contains(BY_REQUEST);
        assertThat(resource.status().lastHandledCheckRequest()).isEqualTo("please");
    }

    @Test
    void a_request_is_acted_upon_once() {
        resource.requestsCheck("please");
        resource.look(MEMBER);

        assertThat(lookAfter(Duration.ofSeconds(30), MEMBER).asked()).isEmpty();
    }

    @Test
    void a_second_request_within_ten_seconds_waits_until_they_are_over() {
        resource.requestsCheck("first");
        resource.look(MEMBER);
        resource.requestsCheck("second");

        var tooSoon = lookAfter(Duration.ofMillis(9_999), MEMBER);
        assertThat(tooSoon.asked()).isEmpty();
        assertThat(untilWake()).isEqualTo(Duration.ofMillis(1));

        var afterwards = lookAfter(untilWake(), MEMBER);
        assertThat(afterwards.asked()).contains(BY_REQUEST);
        assertThat(resource.status().lastHandledCheckRequest()).isEqualTo("second");
    }

    @Test
    void a_request_counts_as_handled_only_when_konnect_has_decided() {
        resource.requestsCheck("please");

        resource.look(UNREACHABLE);
        assertThat(resource.status().lastHandledCheckRequest()).isNull();

        var afterwards = lookAfter(untilWake(), REJECTED);
        assertThat(afterwards.asked())
                .as("no answer from before the request")
                .containsInstanceOf(Freshness.Since.class);
        assertThat(resource.status().lastHandledCheckRequest()).isEqualTo("please");
    }

    @Test
    void a_request_that_an_earlier_process_handled_is_not_handled_again() {
        resource.requestsCheck("please");
        resource.look(MEMBER);
        resource.operatorRestarts();

        assertThat(resource.look(MEMBER).asked()).isEmpty();
    }

    @Test
    void a_request_that_no_process_finished_is_taken_up_by_the_next_one() {
        resource.requestsCheck("please");
        resource.look(UNREACHABLE);
        resource.operatorRestarts();

        assertThat(resource.look(MEMBER).asked()).contains(BY_REQUEST);
    }

    @Test
    void while_konnect_leaves_it_open_the_waits_double_to_five_minutes() {
        resource.look(UNREACHABLE);

        for (var seconds : List.of(2, 4, 8, 16, 32, 64, 128, 256, 300, 300)) {
            var longest = Duration.ofSeconds(seconds);
            assertThat(untilWake()).isBetween(longest.multipliedBy(4).dividedBy(5), longest);
            lookAfter(untilWake(), UNREACHABLE);
        }
    }

    @Test
    void another_kind_of_answer_begins_the_waits_anew() {
        resource.look(UNREACHABLE);
        lookAfter(untilWake(), UNREACHABLE);
        lookAfter(untilWake(), UNREACHABLE);
        assertThat(untilWake()).isGreaterThan(Duration.ofSeconds(5));
        lookAfter(untilWake(), MEMBER);

        lookAfter(untilWake(), UNREACHABLE);

        assertThat(untilWake()).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void a_missing_secret_is_looked_for_after_five_seconds_and_then_after_ten() {
        resource.becomes(Subjects.of(new TokenResolution.Missing(Subjects.IN_SECRET)));

        resource.look(MEMBER);
        assertThat(untilWake()).isEqualTo(Duration.ofSeconds(5));

        lookAfter(untilWake(), MEMBER);
        assertThat(untilWake()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void an_early_look_does_not_postpone_the_next_one() {
        resource.look(MEMBER);
        var due = resource.wake();

        lookAfter(Duration.ofMinutes(3), MEMBER);

        assertThat(resource.wake()).isEqualTo(due);
    }

    @Test
    void what_is_new_or_requested_is_awaited_and_what_a_timer_wants_is_not() {
        assertThat(resource.look(MEMBER).urgency()).contains(Urgency.AWAITED);
        assertThat(lookAfter(untilWake(), MEMBER).urgency()).contains(Urgency.ROUTINE);
        resource.becomes(Subjects.secret("kpat_two", "8"));
        assertThat(resource.look(UNREACHABLE).urgency()).contains(Urgency.AWAITED);
        assertThat(lookAfter(untilWake(), MEMBER).urgency())
                .as("a retry, however short ago the change was")
                .contains(Urgency.ROUTINE);
        resource.requestsCheck("please");
        assertThat(lookAfter(Duration.ofMinutes(1), MEMBER).urgency()).contains(Urgency.AWAITED);
    }

    @Test
    void who_is_woken_in_doubt_asks_before_it_is_due_and_goes_first_if_nothing_is_known() {
        resource.look(UNREACHABLE);
        resource.isWoken();
        assertThat(resource.look(MEMBER).urgency()).contains(Urgency.AWAITED);

        lookAfter(untilWake(), UNREACHABLE);
        resource.isWoken();
        assertThat(resource.look(MEMBER).urgency()).as("valid so far").contains(Urgency.ROUTINE);
    }

    @Test
    void who_is_woken_without_a_doubt_asks_nothing() {
        resource.look(MEMBER);
        resource.isWoken();

        assertThat(resource.look(MEMBER).asked()).isEmpty();
    }

    @Test
    void a_new_token_of_which_nothing_is_known_goes_first_although_the_former_one_was_valid() {
        resource.look(MEMBER);
        resource.becomes(Subjects.secret("kpat_two", "8"));
        resource.look(UNREACHABLE);
        resource.isWoken();

        assertThat(resource.look(MEMBER).urgency()).contains(Urgency.AWAITED);
    }

    @Test
    void a_verdict_stands_for_what_was_looked_at_and_for_nothing_else() {
        resource.look(REJECTED);
        var before = resource.history();

        assertThat(before.standing(SUBJECT.essence())).containsInstanceOf(Verdict.Invalid.class);
        assertThat(before.standing(Subjects.secret("kpat_two", "8").essence())).isEmpty();
    }

    @Test
    void the_time_of_the_last_verdict_is_that_of_the_last_answer_that_decided() {
        resource.look(UNREACHABLE);
        assertThat(resource.history().decidedAt()).isEmpty();

        lookAfter(untilWake(), MEMBER);
        var decided = clock.instant();
        lookAfter(untilWake(), UNREACHABLE);

        assertThat(resource.history().decidedAt()).contains(decided);
    }
}
