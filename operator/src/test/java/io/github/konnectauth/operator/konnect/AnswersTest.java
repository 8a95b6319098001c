package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.konnect.Answers.From;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of several answers the more telling one decides: over every combination that there can be. */
class AnswersTest {

    private static final String GLOBAL = "global.api.konghq.com";
    private static final String REGION = "us.api.konghq.com";
    private static final WhoAmI.NoSuchRegion NO_SUCH_REGION = new WhoAmI.NoSuchRegion("us", List.of("eu"));

    static Stream<Answers> all() {
        var regions = Stream.concat(
                        Stream.of(Optional.<From>empty()),
                        Replies.OF_REGION.stream().map(reply -> Optional.of(new From(REGION, reply))))
                .toList();
        return Replies.OF_IDENTITY.stream()
                .flatMap(identity -> regions.stream()
                        .flatMap(region -> Stream.of(Optional.<WhoAmI.NoSuchRegion>empty(), Optional.of(NO_SUCH_REGION))
                                .map(unknown -> new Answers(new From(GLOBAL, identity), region, unknown))));
    }

    static Stream<Answers> withRejection() {
        return all().filter(answers -> hasRejection(answers));
    }

    static Stream<Answers> withDenialAtMost() {
        return all().filter(answers -> !hasRejection(answers) && isDenied(answers));
    }

    static Stream<Answers> withUnknownRegionAtMost() {
        return withoutRefusal()
                .filter(answers -> !isOpen(answers.identity()))
                .filter(answers -> answers.unknownRegion().isPresent());
    }

    private static Stream<Answers> withoutRefusal() {
        return all().filter(answers -> !hasRejection(answers) && !isDenied(answers));
    }

    private static Stream<Answers> withoutInvalidity() {
        return withoutRefusal().filter(answers -> answers.unknownRegion().isEmpty());
    }

    static Stream<Answers> withOpenIdentity() {
        return withoutRefusal().filter(answers -> isOpen(answers.identity()));
    }

    static Stream<Answers> withOpenRegionOnly() {
        return withoutInvalidity()
                .filter(answers -> !isOpen(answers.identity()))
                .filter(answers -> answers.region().filter(AnswersTest::isOpen).isPresent());
    }

    static Stream<Answers> withNothingAgainst() {
        return withoutInvalidity()
                .filter(answers -> !isOpen(answers.identity()))
                .filter(answers -> answers.region().filter(AnswersTest::isOpen).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("withRejection")
    void a_rejection_by_anybody_goes_before_everything(Answers answers) {
        var host = answers.identity().reply().equals(Replies.UNAUTHORIZED) ? GLOBAL : REGION;

        assertThat(answers.sum()).isEqualTo(new WhoAmI.Rejected(host, Replies.TRACE));
    }

    @ParameterizedTest
    @MethodSource("withDenialAtMost")
    void then_goes_a_denial_by_identity(Answers answers) {
        assertThat(answers.sum()).isEqualTo(new WhoAmI.Denied(GLOBAL, Replies.TRACE));
    }

    @ParameterizedTest
    @MethodSource("withOpenIdentity")
    void then_goes_doubt_about_the_identity(Answers answers) {
        assertThat(answers.sum()).isEqualTo(doubt(answers.identity()));
    }

    @ParameterizedTest
    @MethodSource("withUnknownRegionAtMost")
    void then_goes_a_region_that_does_not_exist(Answers answers) {
        assertThat(answers.sum()).isEqualTo(NO_SUCH_REGION);
    }

    @ParameterizedTest
    @MethodSource("withOpenRegionOnly")
    void then_goes_doubt_about_the_region(Answers answers) {
        assertThat(answers.sum()).isEqualTo(doubt(answers.region().orElseThrow()));
    }

    @ParameterizedTest
    @MethodSource("withNothingAgainst")
    void only_then_the_token_belongs_to_its_organization(Answers answers) {
        assertThat(answers.sum()).isEqualTo(new WhoAmI.Member("5ca26716-02f7-4430-9117-1d1a7a2695e7", "active"));
    }

    @Test
    void every_combination_is_in_one_of_these_groups() {
        var grouped = Stream.of(
                        withRejection(),
                        withDenialAtMost(),
                        withUnknownRegionAtMost(),
                        withOpenIdentity(),
                        withOpenRegionOnly(),
                        withNothingAgainst())
                .flatMap(group -> group)
                .toList();

        assertThat(grouped).containsExactlyInAnyOrderElementsOf(all().toList()).hasSize(200);
    }

    @Test
    void a_region_that_accepts_or_rejects_a_token_exists() {
        assertThat(Replies.OF_REGION)
                .filteredOn(reply -> with(Optional.of(new From(REGION, reply))).proveRegion())
                .containsExactly(Replies.ACCEPTED, Replies.UNAUTHORIZED);
        assertThat(with(Optional.empty()).proveRegion()).isFalse();
    }

    private static Answers with(Optional<From> region) {
        return new Answers(new From(REGION, Replies.ORGANIZATION), region, Optional.empty());
    }

    private static boolean hasRejection(Answers answers) {
        return Stream.concat(Stream.of(answers.identity()), answers.region().stream())
                .anyMatch(from -> from.reply().equals(Replies.UNAUTHORIZED));
    }

    private static boolean isDenied(Answers answers) {
        return answers.identity().reply().equals(Replies.FORBIDDEN);
    }

    private static boolean isOpen(From from) {
        return Replies.UNDETERMINED.contains(from.reply());
    }

    private static WhoAmI doubt(From from) {
        if (List.of(Replies.TOO_MANY, Replies.PAUSED).contains(from.reply())) {
            return new WhoAmI.Throttled(from.host());
        }
        if (from.reply().equals(Replies.OFF_LIMITS)) {
            return new WhoAmI.OffLimits(from.host());
        }
        return from.reply().equals(Replies.ODD)
                ? new WhoAmI.Unexpected(from.host(), "a redirect")
                : new WhoAmI.Unreachable(from.host());
    }
}
