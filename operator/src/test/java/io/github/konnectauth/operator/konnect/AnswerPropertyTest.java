package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.konnectauth.operator.konnect.HttpAnswer.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for whatever a host answers. */
class AnswerPropertyTest {

    private static final Path FOUND = Path.of("src/test/resources/answers");

    @Provide
    Arbitrary<Received> answers() {
        return AnswerTexts.answers();
    }

    static List<Path> found() throws IOException {
        try (Stream<Path> files = Files.list(FOUND)) {
            return files.sorted().toList();
        }
    }

    @Property
    void an_answer_is_read_without_an_exception_and_shows_an_id_a_state_or_a_trace_and_nothing_else(
            @ForAll("answers") Received answer) {
        onlyWhatMayBeShownIsShown(answer);
    }

    @Property
    void only_200_with_an_id_is_an_organization_and_only_401_is_a_rejection(@ForAll("answers") Received answer) {
        var identity = Reply.toIdentity(answer);
        var region = Reply.toControlPlanes(answer);

        var isOrganization = identity instanceof Reply.Organization;
        assertThat(isOrganization && (answer.status() != 200 || !answer.isComplete()))
                .isFalse();
        assertThat(identity instanceof Reply.Unauthorized).isEqualTo(answer.status() == 401);
        assertThat(region instanceof Reply.Unauthorized).isEqualTo(answer.status() == 401);
        assertThat(region instanceof Reply.Accepted
                        && answer.status() != 200
                        && !(answer.status() == 403 && answer.isProblem()))
                .isFalse();
        Statistics.label("an organization").collect(isOrganization);
        Statistics.label("an organization").coverage(seen -> seen.check(true).count(n -> n > 0));
    }

    @Property
    void an_organizations_id_is_one_that_the_body_holds(@ForAll("answers") Received answer) throws IOException {
        if (Reply.toIdentity(answer) instanceof Reply.Organization(var id, var _)) {
            assertThat(new ObjectMapper().readTree(answer.body()).path("id").textValue())
                    .isEqualTo(id);
        }
    }

    @Property
    void a_list_of_regions_holds_names_of_regions_only(@ForAll("answers") Received answer) {
        assertThat(Regions.read(answer)).allMatch(region -> region.matches("[a-z0-9-]{1,32}"));
    }

    @Property
    void a_pause_is_never_longer_than_ten_minutes_whatever_the_header_says(@ForAll("answers") Received answer) {
        var now = Instant.parse("2026-01-01T00:00:00Z");

        var pause = Pause.NONE.after(answer, now, ExampleKonnect.NO_CHANCE);

        assertThat(pause.holds(now)).isEqualTo(answer.isThrottling());
        assertThat(pause.holds(now.plus(Pause.LONGEST))).isFalse();
    }

    /** Bodies that were worth keeping; each as every kind of answer. */
    @ParameterizedTest
    @MethodSource("found")
    void what_was_found_before_is_read_as_everything_else(Path file) throws IOException {
        var body = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        for (var status : List.of(200, 401, 403, 429, 503)) {
            for (var type : List.of("application/json", "application/problem+json")) {
                onlyWhatMayBeShownIsShown(new Received(status, type, "", Optional.empty(), body, true));
            }
        }
    }

    private static void onlyWhatMayBeShownIsShown(Received answer) {
        for (var reply : List.of(Reply.toIdentity(answer), Reply.toControlPlanes(answer), Reply.toRegions(answer))) {
            switch (reply) {
                case Reply.Organization(var id, var state) -> {
                    assertThat(id).matches("[0-9A-Za-z-]{1,64}");
                    assertThat(state).matches("[a-z]{0,16}");
                }
                case Reply.Unauthorized(var trace) -> trace.ifPresent(AnswerPropertyTest::isTrace);
                case Reply.Forbidden(var trace) -> trace.ifPresent(AnswerPropertyTest::isTrace);
                case Reply.Odd(var what) -> assertThat(what).doesNotContain(AnswerTexts.MARK);
                case Reply.Accepted _,
                        Reply.TooManyRequests _,
                        Reply.NoAnswer _,
                        Reply.Untrusted _,
                        Reply.OffLimits _,
                        Reply.NotAsked _ -> {}
            }
            assertThat(reply.toString()).doesNotContain(AnswerTexts.MARK);
        }
    }

    private static void isTrace(Trace trace) {
        assertThat(trace.text()).matches("konnect:trace:[0-9]{1,32}");
    }
}
