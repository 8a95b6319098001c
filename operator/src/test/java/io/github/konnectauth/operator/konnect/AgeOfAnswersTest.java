package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long an answer serves, and from when. */
class AgeOfAnswersTest extends SharingTest {

    @Test
    void an_answer_is_asked_for_again_when_it_has_become_too_old() {
        answered(Replies.ORGANIZATION);

        clock.move(Duration.ofMillis(59_999));
        var _ = ask(IDENTITY, MINUTE);
        assertThat(calls).hasSize(1);

        clock.move(Duration.ofMillis(1));
        var _ = ask(IDENTITY, MINUTE);
        assertThat(calls).hasSize(2);
    }

    @Test
    void the_age_counts_from_when_the_call_went_out_and_not_from_its_place_in_line() {
        isLineEmpty = false;
        var _ = ask(IDENTITY, MINUTE);
        clock.move(Duration.ofMinutes(7));
        calls.getFirst().goesOut();
        clock.move(Duration.ofSeconds(10));
        calls.getFirst().complete(Replies.ORGANIZATION);

        clock.move(Duration.ofMillis(49_999));
        assertThat(ask(IDENTITY, MINUTE)).isCompletedWithValue(Replies.ORGANIZATION);
        clock.move(Duration.ofMillis(1));
        assertThat(ask(IDENTITY, MINUTE)).isNotDone();
    }

    @Test
    void a_rejected_token_is_held_for_a_minute_from_when_its_call_went_out() {
        isLineEmpty = false;
        var _ = ask(IDENTITY, MINUTE);
        clock.move(Duration.ofMinutes(7));
        calls.getFirst().goesOut();
        calls.getFirst().complete(Replies.UNAUTHORIZED);

        clock.move(Duration.ofMillis(59_999));
        assertThat(ask(IDENTITY, new Freshness.Within(Duration.ZERO))).isCompletedWithValue(Replies.UNAUTHORIZED);
        clock.move(Duration.ofMillis(1));
        assertThat(ask(IDENTITY, new Freshness.Within(Duration.ZERO))).isNotDone();
    }

    @Test
    void who_asks_by_name_joins_a_call_that_stands_in_line_since_it_goes_out_later() {
        isLineEmpty = false;
        var first = ask(IDENTITY, MINUTE);
        clock.move(Duration.ofSeconds(5));
        var now = ask(IDENTITY, NOW);
        var since = ask(IDENTITY, new Freshness.Since(clock.instant()));

        assertThat(calls).hasSize(1);
        calls.getFirst().goesOut();
        calls.getFirst().complete(Replies.ORGANIZATION);
        assertThat(List.of(first, now, since))
                .allSatisfy(reply -> assertThat(reply).isCompletedWithValue(Replies.ORGANIZATION));
    }

    @Test
    void no_call_that_went_out_before_a_check_was_asked_for_answers_it() {
        var _ = ask(IDENTITY, MINUTE);
        clock.move(Duration.ofMillis(1));
        var since = new Freshness.Since(clock.instant());

        var _ = ask(IDENTITY, since);
        assertThat(calls).as("one that is under way").hasSize(2);
        calls.getFirst().complete(Replies.ORGANIZATION);
        calls.getLast().complete(Replies.ORGANIZATION);
        clock.move(Duration.ofMillis(1));

        var _ = ask(IDENTITY, new Freshness.Since(clock.instant()));
        assertThat(calls).as("one that is over").hasSize(3);
    }

    @Test
    void what_stands_in_line_for_longer_than_an_answer_is_kept_is_joined_all_the_same() {
        var hurried = new SharedReplies(Duration.ofNanos(1), clock, spared);
        var call = new Call();
        var first = hurried.ask(IDENTITY, MINUTE, call::asking);

        assertThat(hurried.ask(IDENTITY, MINUTE, () -> new Call().asking())).isSameAs(first);
        call.goesOut();
        call.complete(Replies.ORGANIZATION);
        assertThat(hurried.ask(IDENTITY, MINUTE, () -> new Call().asking()))
                .as("and is not kept for any longer when it is over")
                .isNotSameAs(first);
    }

    @Test
    void the_age_counts_from_the_call_and_not_from_the_last_use() {
        answered(Replies.ORGANIZATION);

        for (var i = 0; i < 3; i++) {
            clock.move(Duration.ofSeconds(20));
            var _ = ask(IDENTITY, MINUTE);
        }

        assertThat(calls).hasSize(2);
    }

    @Test
    void an_answer_serves_each_as_long_as_each_allows() {
        answered(Replies.ORGANIZATION);
        clock.move(Duration.ofMinutes(4));

        var _ = ask(IDENTITY, new Freshness.Within(Duration.ofMinutes(5)));
        assertThat(calls).hasSize(1);

        var _ = ask(IDENTITY, MINUTE);
        assertThat(calls).hasSize(2);
    }

    @Test
    void a_rejected_token_is_not_asked_again_for_a_minute_however_fresh_the_answer_has_to_be() {
        answered(Replies.UNAUTHORIZED);
        var atOnce = new Freshness.Within(Duration.ZERO);

        clock.move(Duration.ofSeconds(59));
        assertThat(ask(IDENTITY, atOnce)).isCompletedWithValue(Replies.UNAUTHORIZED);
        assertThat(calls).hasSize(1);

        clock.move(Duration.ofSeconds(1));
        var _ = ask(IDENTITY, atOnce);
        assertThat(calls).hasSize(2);
    }

    @Test
    void whoever_asked_by_name_takes_no_answer_from_before_that_and_a_rejection_neither() {
        answered(Replies.UNAUTHORIZED);
        clock.move(Duration.ofSeconds(1));
        var since = new Freshness.Since(clock.instant());
        clock.move(Duration.ofSeconds(1));

        var _ = ask(IDENTITY, since);
        assertThat(calls).as("asked anew").hasSize(2);
        var _ = ask(IDENTITY, since);
        assertThat(calls).as("one under way that began later").hasSize(2);
        calls.getLast().complete(Replies.ORGANIZATION);
        assertThat(ask(IDENTITY, since)).isCompletedWithValue(Replies.ORGANIZATION);
    }
}
