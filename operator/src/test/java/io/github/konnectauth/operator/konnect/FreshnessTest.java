package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FreshnessTest {

    private static final Instant SENT = Instant.parse("2026-01-01T00:00:00Z");

    static Stream<Reply> determined() {
        return Stream.of(Replies.ORGANIZATION, Replies.ACCEPTED, Replies.FORBIDDEN);
    }

    static Stream<Reply> undetermined() {
        return Replies.UNDETERMINED.stream();
    }

    @ParameterizedTest
    @MethodSource("determined")
    void an_answer_serves_until_it_has_the_age_that_is_asked_for(Reply reply) {
        assertThat(accepts(Duration.ofSeconds(60), reply, Duration.ZERO)).isTrue();
        assertThat(accepts(Duration.ofSeconds(60), reply, Duration.ofMillis(59_999)))
                .isTrue();
        assertThat(accepts(Duration.ofSeconds(60), reply, Duration.ofSeconds(60)))
                .isFalse();
        assertThat(accepts(Duration.ZERO, reply, Duration.ZERO)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT60S", "PT1S, PT60S", "PT60S, PT60S", "PT5M, PT5M"})
    void a_rejection_serves_for_a_minute_at_least(Duration age, Duration served) {
        assertThat(accepts(age, Replies.UNAUTHORIZED, served.minusMillis(1))).isTrue();
        assertThat(accepts(age, Replies.UNAUTHORIZED, served)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("undetermined")
    void an_answer_that_leaves_the_question_open_serves_nobody(Reply reply) {
        assertThat(accepts(Duration.ofHours(1), reply, Duration.ZERO)).isFalse();
    }

    @Test
    void who_asks_by_name_gets_no_old_answer_of_any_kind() {
        var all = Stream.concat(Replies.OF_IDENTITY.stream(), Replies.OF_REGION.stream());

        assertThat(all).noneMatch(reply -> new Freshness.Now().accepts(reply, SENT, SENT));
    }

    @Test
    void a_call_that_is_under_way_answers_a_check_request_only_if_it_went_out_after_it() {
        var request = new Freshness.Since(SENT);

        assertThat(request.acceptsOneUnderWay(Optional.empty())).as("in line").isTrue();
        assertThat(request.acceptsOneUnderWay(Optional.of(SENT))).isTrue();
        assertThat(request.acceptsOneUnderWay(Optional.of(SENT.minusMillis(1)))).isFalse();
        assertThat(request.accepts(Replies.ORGANIZATION, SENT.minusMillis(1), SENT))
                .isFalse();
        assertThat(request.accepts(Replies.ORGANIZATION, SENT, SENT)).isTrue();
        assertThat(new Freshness.Now().acceptsOneUnderWay(Optional.empty()))
                .as("in line")
                .isTrue();
        assertThat(new Freshness.Now().acceptsOneUnderWay(Optional.of(SENT))).isFalse();
    }

    private static boolean accepts(Duration age, Reply reply, Duration since) {
        return new Freshness.Within(age).accepts(reply, SENT, SENT.plus(since));
    }
}
