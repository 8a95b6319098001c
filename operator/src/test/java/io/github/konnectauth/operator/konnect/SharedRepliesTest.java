package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SharedRepliesTest extends SharingTest {

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
    void ten_thousand_resources_over_a_hundred_tokens_make_two_hundred_calls_if_they_come_within_a_minute() {
        var resources = 10_000;
        var tokens = 100;
        for (var number = 0; number < resources; number++) {
            var token = "kpat_" + number % tokens;
            for (var url :
                    List.of("https://global.api.konghq.com/v3/organizations/me", "https://us.api.konghq.com/v2")) {
                var before = calls.size();
                var reply = ask(question(url, token), MINUTE);
                calls.stream().skip(before).forEach(call -> call.complete(Replies.ORGANIZATION));
                assertThat(reply).isCompletedWithValue(Replies.ORGANIZATION);
            }
            clock.move(Duration.ofSeconds(60).dividedBy(resources));
        }

        assertThat(calls).hasSize(2 * tokens);
        assertThat(spared.count()).isEqualTo(2.0 * (resources - tokens));
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

        var otherToken = ask(question(IDENTITY.url().toString(), "kpat_b"), MINUTE);
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
}
