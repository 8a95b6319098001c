package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.konnect.HttpAnswer.Received;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final String TRACE = "konnect:trace:952172606039454040";

    private static final List<String> PROBLEMS = List.of(
            PROBLEM,
            "application/problem+json; charset=utf-8",
            "Application/Problem+JSON",
            "application/problem+json ;a=b");
    private static final List<String> NO_PROBLEMS =
            List.of("", JSON, "text/html", "text/plain; application/problem+json", "application/problem+jsonp", ";");
    private static final List<String> BODIES = List.of(
            "",
            "null",
            "[]",
            "{}",
            "<html>",
            "{\"id\": \"org-1\"}",
            "{\"instance\": \"" + TRACE + "\"}",
            "{\"instance\": 5}",
            "{",
            "\u0000",
            "[".repeat(2000));

    /** Every content type with every body, whole and cut. */
    private static Stream<Received> answers(int status, List<String> types) {
        return types.stream()
                .flatMap(type -> BODIES.stream()
                        .flatMap(body -> Stream.of(true, false)
                                .map(isComplete ->
                                        new Received(status, type, "", Optional.empty(), body, isComplete))));
    }

    private static Stream<Received> answers(int status) {
        return answers(
                status, Stream.of(PROBLEMS, NO_PROBLEMS).flatMap(List::stream).toList());
    }

    @Test
    void silence_is_silence_to_every_question() {
        var meanings = Map.of(
                new HttpAnswer.None(), Replies.NO_ANSWER,
                new HttpAnswer.Untrusted(), Replies.UNTRUSTED,
                new HttpAnswer.OffLimits(), Replies.OFF_LIMITS,
                new HttpAnswer.NotAsked(Refusal.PAUSED), Replies.PAUSED,
                new HttpAnswer.NotAsked(Refusal.OUT_OF_ORDER), Replies.OUT_OF_ORDER);

        assertThat(meanings).allSatisfy((silence, meaning) -> {
            assertThat(Reply.toIdentity(silence)).isEqualTo(meaning);
            assertThat(Reply.toControlPlanes(silence)).isEqualTo(meaning);
            assertThat(Reply.toRegions(silence)).isEqualTo(meaning);
        });
    }

    @Test
    void the_list_of_regions_is_a_whole_200_with_a_region_in_it() {
        var list = "{\"regions\": {\"stable\": [\"us\"]}}";

        assertThat(Reply.toRegions(ok(list))).isEqualTo(new Reply.Accepted());
        assertThat(Reply.toRegions(ok("{}"))).isEqualTo(new Reply.Odd("no regions"));
        assertThat(Reply.toRegions(new Received(200, JSON, "", Optional.empty(), list, false)))
                .isEqualTo(new Reply.Odd("a body of more than 64 KiB"));
        assertThat(Reply.toRegions(new Received(404, JSON, "", Optional.empty(), list, true)))
                .isEqualTo(new Reply.Odd("HTTP status 404"));
        assertThat(Reply.toRegions(new Received(429, JSON, "", Optional.empty(), list, true)))
                .isEqualTo(Replies.TOO_MANY);
        assertThat(Reply.toRegions(new Received(503, JSON, "", Optional.empty(), list, true)))
                .isEqualTo(Replies.NO_ANSWER);
    }

    @Test
    void a_host_is_out_of_order_when_it_says_nothing_or_5xx_and_only_then() {
        var failing = IntStream.range(100, 600)
                .boxed()
                .filter(status -> new Received(status, JSON, "", Optional.empty(), "", true).isFailure());

        assertThat(failing)
                .containsExactlyElementsOf(IntStream.range(500, 600).boxed().toList());
        assertThat(new HttpAnswer.None().isFailure()).isTrue();
        assertThat(new HttpAnswer.Untrusted().isFailure()).isTrue();
        assertThat(new HttpAnswer.NotAsked(Refusal.OUT_OF_ORDER).isFailure()).isFalse();
    }

    @Test
    void a_401_is_a_rejection_whatever_comes_with_it() {
        assertThat(answers(401)).allSatisfy(answer -> {
            assertThat(Reply.toIdentity(answer)).isInstanceOf(Reply.Unauthorized.class);
            assertThat(Reply.toControlPlanes(answer)).isEqualTo(Reply.toIdentity(answer));
        });
    }

    @Test
    void a_429_is_a_request_to_wait_whatever_comes_with_it() {
        assertThat(answers(429)).allSatisfy(answer -> {
            assertThat(Reply.toIdentity(answer)).isEqualTo(new Reply.TooManyRequests());
            assertThat(Reply.toControlPlanes(answer)).isEqualTo(new Reply.TooManyRequests());
        });
    }

    @Test
    void every_5xx_is_no_answer_whatever_comes_with_it() {
        assertThat(IntStream.range(500, 600).boxed().flatMap(ReplyTest::answers))
                .allSatisfy(answer -> {
                    assertThat(Reply.toIdentity(answer)).isEqualTo(new Reply.NoAnswer());
                    assertThat(Reply.toControlPlanes(answer)).isEqualTo(new Reply.NoAnswer());
                });
    }

    @Test
    void a_403_in_konnects_own_form_denies_identity_but_accepts_the_token_in_a_region() {
        assertThat(answers(403, PROBLEMS)).allSatisfy(answer -> {
            assertThat(Reply.toIdentity(answer)).isInstanceOf(Reply.Forbidden.class);
            assertThat(Reply.toControlPlanes(answer)).isEqualTo(new Reply.Accepted());
        });
    }

    @Test
    void a_403_in_any_other_form_comes_from_something_in_between() {
        assertThat(answers(403, NO_PROBLEMS)).allSatisfy(answer -> {
            var what = answer.isComplete() ? "HTTP status 403" : "a body of more than 64 KiB";
            assertThat(Reply.toIdentity(answer)).isEqualTo(new Reply.Odd(what));
            assertThat(Reply.toControlPlanes(answer)).isEqualTo(new Reply.Odd(what));
        });
    }

    @Test
    void every_other_status_is_odd() {
        var others = IntStream.range(100, 500)
                .filter(status -> !List.of(200, 401, 403, 429).contains(status));
        assertThat(others.boxed().flatMap(ReplyTest::answers)).allSatisfy(answer -> {
            assertThat(Reply.toIdentity(answer)).isEqualTo(Reply.toControlPlanes(answer));
            assertThat(Reply.toIdentity(answer)).isEqualTo(new Reply.Odd(what(answer)));
        });
    }

    private static String what(Received answer) {
        if (!answer.isComplete()) {
            return "a body of more than 64 KiB";
        }
        return answer.status() / 100 == 3 ? "a redirect" : "HTTP status " + answer.status();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\": \"5ca26716-02f7-4430-9117-1d1a7a2695e7\", \"state\": \"active\"} | 5ca26716-02f7-4430-9117-1d1a7a2695e7 | active",
                "{\"id\": \"A\", \"state\": \"deleting\", \"name\": {}} | A | deleting",
                "{\"id\": \"A\"} | A | ''",
                "{\"id\": \"A\", \"state\": null} | A | ''",
                "{\"id\": \"A\", \"state\": 5} | A | ''",
                "{\"id\": \"A\", \"state\": true} | A | ''",
                "{\"id\": \"A\", \"state\": \"<b>\"} | A | ''",
                "{\"id\": \"A\", \"state\": \"aaaaaaaaaaaaaaaaa\"} | A | ''"
            })
    void a_200_with_an_id_is_an_organization(String body, String id, String state) {
        assertThat(Reply.toIdentity(ok(body))).isEqualTo(new Reply.Organization(id, state));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "5",
                "[]",
                "{}",
                "<html>",
                "{",
                "{\"id\": \"\"}",
                "{\"id\": null}",
                "{\"id\": 42}",
                "{\"id\": true}",
                "{\"id\": 1e999}",
                "{\"id\": {}}",
                "{\"id\": [\"A\"]}",
                "{\"id\": \"A B\"}",
                "{\"id\": \"A\\n\"}",
                "{\"id\": \"A_B\"}",
                "{\"id\": \"\u0410\"}",
                "{\"ID\": \"A\"}",
                "[{\"id\": \"A\"}]"
            })
    void a_200_without_a_usable_id_is_odd(String body) {
        assertThat(Reply.toIdentity(ok(body))).isEqualTo(new Reply.Odd("no organization id"));
    }

    @Test
    void an_id_has_at_most_64_characters() {
        assertThat(Reply.toIdentity(ok("{\"id\": \"" + "a".repeat(64) + "\"}"))).isInstanceOf(Reply.Organization.class);
        assertThat(Reply.toIdentity(ok("{\"id\": \"" + "a".repeat(65) + "\"}"))).isInstanceOf(Reply.Odd.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"data\": []}"})
    void a_region_accepts_with_any_json_object(String body) {
        assertThat(Reply.toControlPlanes(ok(body))).isEqualTo(new Reply.Accepted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "5", "<html>", "{"})
    void a_region_that_sends_anything_else_is_odd(String body) {
        assertThat(Reply.toControlPlanes(ok(body))).isEqualTo(new Reply.Odd("a body that is not a JSON object"));
    }

    @Test
    void a_200_that_is_longer_than_64_kib_is_odd_even_if_its_beginning_is_right() {
        var cut = new Received(200, JSON, "", Optional.empty(), "{\"id\": \"A\"}", false);

        assertThat(Reply.toIdentity(cut)).isEqualTo(new Reply.Odd("a body of more than 64 KiB"));
        assertThat(Reply.toControlPlanes(cut)).isEqualTo(new Reply.Odd("a body of more than 64 KiB"));
    }

    @Test
    void each_answer_has_a_word_for_metrics_and_where_no_call_was_made_there_is_none() {
        assertThat(Stream.of(
                                Replies.ORGANIZATION,
                                Replies.ACCEPTED,
                                Replies.UNAUTHORIZED,
                                Replies.FORBIDDEN,
                                Replies.TOO_MANY,
                                Replies.NO_ANSWER,
                                Replies.UNTRUSTED,
                                Replies.ODD)
                        .map(reply -> reply.outcome().orElseThrow()))
                .containsExactly(
                        "accepted",
                        "accepted",
                        "rejected",
                        "forbidden",
                        "throttled",
                        "unreachable",
                        "untrusted",
                        "unexpected");
        assertThat(List.of(Replies.PAUSED, Replies.OUT_OF_ORDER))
                .allSatisfy(reply -> assertThat(reply.outcome()).isEmpty());
    }

    private static Received ok(String body) {
        return new Received(200, JSON, "", Optional.empty(), body, true);
    }
}
