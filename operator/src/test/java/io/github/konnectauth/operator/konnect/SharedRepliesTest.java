package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.ExampleToken;
import io.github.konnectauth.operator.konnect.SharedReplies.Question;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SharedRepliesTest {

    private static final Freshness MINUTE = new Freshness.Within(Duration.ofSeconds(60));
    private static final Freshness NOW = new Freshness.Now();
    private static final Question IDENTITY = question("https://global.api.konghq.com/v3/organizations/me", "kpat_a");

    private final MovableClock clock = new MovableClock();
    private final Counter spared = new SimpleMeterRegistry().counter("spared");
    private final SharedReplies shared = new SharedReplies(Duration.ofHours(1), clock, spared);

    /** What was asked, in that order. */
    private final Deque<Call> calls = new ArrayDeque<>();

    /** Whether a call goes out as soon as it is asked for. */
    private boolean isLineEmpty = true;

    static Stream<Reply> undetermined() {
        return Replies.UNDETERMINED.stream();
    }

    @Test
    void many_who_ask_one_after_the_other_share_one_call() {
        var first = ask(IDENTITY, MINUTE);
        calls.getFirst().complete(Replies.ORGANIZATION);
        var second = ask(IDENTITY, MINUTE);

        assertThat(first).isCompletedWithValue(Replies.ORGANIZATION);
        assertThat(second).isCompletedWithValue(Replies.ORGANIZATION);
        assertThat(calls).hasSize(1);
    }

    @Test
    void who_asks_while_a_call_is_under_way_joins_it() {
        var first = ask(IDENTITY, MINUTE);
        clock.move(Duration.ofMinutes(5));
        var second = ask(IDENTITY, MINUTE);

        assertThat(calls).hasSize(1);
        assertThat(second).isNotDone();
        calls.getFirst().complete(Replies.ODD);
        assertThat(first).isCompletedWithValue(Replies.ODD);
        assertThat(second).isCompletedWithValue(Replies.ODD);
    }

    @Test
    void who_asks_by_name_joins_no_call_that_has_gone_out_and_others_join_the_new_one() {
        var old = ask(IDENTITY, MINUTE);
        var fresh = ask(IDENTITY, NOW);
        var joined = ask(IDENTITY, MINUTE);

        assertThat(calls).hasSize(2);
        calls.getLast().complete(Replies.UNAUTHORIZED);
        assertThat(fresh).isCompletedWithValue(Replies.UNAUTHORIZED);
        assertThat(joined).isCompletedWithValue(Replies.UNAUTHORIZED);
        assertThat(old).isNotDone();
    }

    @Test
    void who_asks_by_name_is_not_held_back_by_a_rejection() {
        answered(Replies.UNAUTHORIZED);

        var _ = ask(IDENTITY, NOW);

        assertThat(calls).hasSize(2);
    }

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

    @ParameterizedTest
    @MethodSource("undetermined")
    void an_answer_that_leaves_the_question_open_is_not_kept(Reply reply) {
        answered(reply);

        var _ = ask(IDENTITY, MINUTE);

        assertThat(calls).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void where_no_call_was_made_the_answer_before_it_stays_known(Refusal why) {
        answered(Replies.ORGANIZATION);
        var refused = ask(IDENTITY, NOW);
        calls.getLast().complete(new Reply.NotAsked(why));
        var again = ask(IDENTITY, NOW);
        calls.getLast().complete(new Reply.NotAsked(why));

        assertThat(refused).isCompletedWithValue(new Reply.NotAsked(why));
        assertThat(again).isCompletedWithValue(new Reply.NotAsked(why));
        assertThat(ask(IDENTITY, MINUTE)).isCompletedWithValue(Replies.ORGANIZATION);
        assertThat(calls).hasSize(3);
    }

    @Test
    void where_no_call_was_made_the_answer_before_it_grows_old_as_ever() {
        answered(Replies.UNAUTHORIZED);
        clock.move(Duration.ofSeconds(30));
        var _ = ask(IDENTITY, NOW);
        calls.getLast().complete(Replies.PAUSED);

        clock.move(Duration.ofMillis(29_999));
        assertThat(ask(IDENTITY, MINUTE)).isCompletedWithValue(Replies.UNAUTHORIZED);
        clock.move(Duration.ofMillis(1));
        assertThat(ask(IDENTITY, MINUTE)).isNotDone();
    }

    @Test
    void a_call_that_is_under_way_is_joined_though_somebody_was_refused_meanwhile() {
        var first = ask(IDENTITY, MINUTE);
        var _ = ask(IDENTITY, NOW);
        calls.getLast().complete(Replies.PAUSED);

        var joined = ask(IDENTITY, MINUTE);

        assertThat(calls).hasSize(2);
        calls.getFirst().complete(Replies.ORGANIZATION);
        assertThat(first).isCompletedWithValue(Replies.ORGANIZATION);
        assertThat(joined).isCompletedWithValue(Replies.ORGANIZATION);
    }

    @Test
    void a_new_answer_takes_the_place_of_the_one_before_a_refusal() {
        answered(Replies.ORGANIZATION);
        var _ = ask(IDENTITY, NOW);
        calls.getLast().complete(Replies.PAUSED);
        var _ = ask(IDENTITY, NOW);
        calls.getLast().complete(Replies.UNAUTHORIZED);

        assertThat(ask(IDENTITY, MINUTE)).isCompletedWithValue(Replies.UNAUTHORIZED);
        assertThat(calls).hasSize(3);
    }

    @Test
    void a_call_that_failed_altogether_is_not_kept() {
        var _ = ask(IDENTITY, MINUTE);
        calls.getFirst().reply.completeExceptionally(new IllegalStateException());

        var _ = ask(IDENTITY, MINUTE);

        assertThat(calls).hasSize(2);
    }

    @Test
    void other_tokens_and_other_origins_never_share() {
        answered(Replies.UNAUTHORIZED);

        var otherToken = ask(question(IDENTITY.url(), "kpat_b"), MINUTE);
        var otherOrigin = ask(question("https://konnect.example/v3/organizations/me", "kpat_a"), MINUTE);

        assertThat(calls).hasSize(3);
        assertThat(otherToken).isNotDone();
        assertThat(otherOrigin).isNotDone();
    }

    @Test
    void the_same_token_read_twice_is_the_same_question() {
        assertThat(question("https://a", "kpat_a")).isEqualTo(question("https://a", "kpat_a\n"));
        assertThat(question("https://a", "kpat_a").toString()).doesNotContain("kpat_a");
    }

    @Test
    void each_spared_call_is_counted_once() {
        answered(Replies.ORGANIZATION);
        assertThat(spared.count()).isZero();

        var _ = ask(IDENTITY, MINUTE);
        var _ = ask(IDENTITY, MINUTE);
        var _ = ask(IDENTITY, NOW);

        assertThat(spared.count()).isEqualTo(2);
    }

    @Test
    void many_who_ask_at_once_make_one_call() throws InterruptedException {
        var start = new CountDownLatch(1);
        var made = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 200; i++) {
                var _ = threads.submit(() -> {
                    start.await();
                    return shared.ask(IDENTITY, MINUTE, () -> {
                                made.incrementAndGet();
                                return new Call().asking();
                            })
                            .reply()
                            .isDone();
                });
            }
            start.countDown();
        }

        assertThat(made).hasValue(1);
        assertThat(spared.count()).isEqualTo(199);
    }

    private void answered(Reply reply) {
        var _ = ask(IDENTITY, MINUTE);
        calls.getLast().complete(reply);
    }

    private CompletableFuture<Reply> ask(Question question, Freshness freshness) {
        return shared.ask(question, freshness, () -> {
                    calls.addLast(new Call());
                    if (isLineEmpty) {
                        calls.getLast().goesOut();
                    }
                    return calls.getLast().asking();
                })
                .reply();
    }

    /** A call that was asked for, and stands in line until it goes out. */
    private final class Call {

        private final CompletableFuture<Reply> reply = new CompletableFuture<>();
        private final CompletableFuture<Instant> sent = new CompletableFuture<>();

        void goesOut() {
            sent.complete(clock.instant());
        }

        void complete(Reply with) {
            reply.complete(with);
        }

        Asking asking() {
            return new Asking(reply, sent, Optional.empty());
        }
    }

    private static Question question(String url, String token) {
        return new Question(url, ExampleToken.of(token).fingerprint());
    }
}
