package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.api.Reason;
import io.github.konnectauth.operator.konnect.Trace;
import io.github.konnectauth.operator.konnect.WhoAmI;
import io.github.konnectauth.operator.token.TokenResolution;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What holds for every status, whoever wrote it, and every verdict upon it. */
@Domain(ConditionLists.class)
@Domain(DomainContext.Global.class)
class ApiAuthStatusFactoryPropertyTest {

    private final MovableClock clock = new MovableClock();
    private final ApiAuthStatusFactory factory = new ApiAuthStatusFactory(clock);

    /** A subject, and a verdict that it can have. */
    record Case(Subject subject, Verdict verdict) {

        Outcome outcome(Optional<String> organization) {
            return switch (verdict) {
                case Verdict.Decided decided -> new Outcome.Tell(decided);
                case Verdict.Undetermined undetermined -> new Outcome.Doubt(undetermined, organization);
            };
        }
    }

    @Provide
    Arbitrary<Case> cases() {
        var tokens = Arbitraries.of(
                Subjects.inline("kpat_one"),
                Subjects.inline("kpat_one\n"),
                Subjects.secret("kpat_one", "7"),
                Subjects.secret(" spat_one", "8"));
        var answers = Arbitraries.<WhoAmI>of(
                KonnectSays.MEMBER,
                KonnectSays.REJECTED,
                KonnectSays.rejectedWithTrace("17"),
                KonnectSays.rejectedWithTrace("18"),
                KonnectSays.DENIED,
                KonnectSays.NO_SUCH_REGION,
                KonnectSays.THROTTLED,
                KonnectSays.UNREACHABLE,
                KonnectSays.UNEXPECTED);
        var asked = Combinators.combine(tokens, answers)
                .as((subject, answer) ->
                        new Case(subject, Judge.ofAnswer(answer, subject.token().place())));
        var unasked = Arbitraries.of(
                        new TokenResolution.Missing(Subjects.IN_SECRET),
                        new TokenResolution.NotLabelled(Subjects.IN_SECRET),
                        new TokenResolution.NotPermitted(Subjects.IN_FOREIGN_SECRET),
                        new TokenResolution.NotWatched(Subjects.IN_FOREIGN_SECRET))
                .map(Subjects::of)
                .map(subject -> new Case(subject, Judge.ofToken(subject.token()).orElseThrow()));
        return Arbitraries.oneOf(asked, unasked);
    }

    private KonnectAPIAuthConfigurationStatus next(
            Case looked, KonnectAPIAuthConfigurationStatus stored, Optional<String> organization) {
        var history = Subjects.history(looked.subject(), stored);
        return factory.next(looked.subject(), stored, looked.outcome(organization), history);
    }

    @Property
    void the_same_again_at_a_later_time_changes_nothing(
            @ForAll KonnectAPIAuthConfigurationStatus stored, @ForAll("cases") Case looked) {
        var once = next(looked, stored, Optional.of("org-a"));
        clock.advance(Duration.ofMinutes(10));

        var twice = next(looked, once, Optional.of("org-a"));

        assertThat(twice).isEqualTo(once);
    }

    @Property
    void conditions_of_others_survive(@ForAll KonnectAPIAuthConfigurationStatus stored, @ForAll("cases") Case looked) {
        var next = next(looked, stored, Optional.empty());

        assertThat(others(next)).isEqualTo(others(stored));
    }

    private static List<Condition> others(KonnectAPIAuthConfigurationStatus status) {
        return status.conditions().stream()
                .filter(c -> !ConditionLists.OURS.contains(c.type()))
                .toList();
    }

    @Property
    void the_organization_is_that_of_the_outcome_whatever_was_stored(
            @ForAll KonnectAPIAuthConfigurationStatus stored, @ForAll("cases") Case looked, @ForAll boolean isKnown) {
        var known = isKnown ? Optional.of("org-c") : Optional.<String>empty();

        var next = next(looked, stored, known);

        var expected = switch (looked.verdict()) {
            case Verdict.Valid valid -> Optional.of(valid.organizationId());
            case Verdict.Invalid _ -> Optional.<String>empty();
            case Verdict.Undetermined _ -> known;
        };
        assertThat(Optional.ofNullable(next.organizationId())).isEqualTo(expected);
    }

    @Property
    void an_outcome_to_leave_it_leaves_everything(
            @ForAll KonnectAPIAuthConfigurationStatus stored, @ForAll("cases") Case looked) {
        var next = factory.next(
                looked.subject(), stored, new Outcome.LeaveAsItIs(), Subjects.history(looked.subject(), stored));

        assertThat(next).isEqualTo(stored);
    }

    @Property
    void our_conditions_say_the_verdict_wherever_there_is_room(
            @ForAll KonnectAPIAuthConfigurationStatus stored, @ForAll("cases") Case looked) {
        var next = next(looked, stored, Optional.empty());

        var expected = switch (looked.verdict()) {
            case Verdict.Valid _ -> "True";
            case Verdict.Invalid _ -> "False";
            case Verdict.Undetermined _ -> "Unknown";
        };
        var hasRoom = others(stored).size() <= Conditions.MAX - 2;
        for (var type : List.of(Condition.API_AUTH_VALID, Condition.READY)) {
            var condition = next.condition(type);
            assertThat(condition.isPresent() || !hasRoom).as(type + " is there").isTrue();
            assertThat(condition.stream()).allSatisfy(c -> {
                assertThat(c.status()).isEqualTo(expected);
                assertThat(c.observedGeneration()).isEqualTo(looked.subject().generation());
            });
        }
        assertThat(next.condition(Condition.READY).stream())
                .allSatisfy(ready -> assertThat(ready.reason())
                        .isEqualTo(looked.verdict().reason().text()));
    }

    @Property
    void a_message_is_not_rewritten_when_only_the_trace_differs(
            @ForAll KonnectAPIAuthConfigurationStatus stored,
            @ForAll("traces") Optional<Trace> first,
            @ForAll("traces") Optional<Trace> second) {
        var subject = Subjects.inline("kpat_one");
        var message = "global.api.konghq.com rejects the token (401).";
        var once = next(
                new Case(subject, new Verdict.Invalid(Reason.TOKEN_REJECTED, message, first)),
                stored,
                Optional.empty());

        var again = next(
                new Case(subject, new Verdict.Invalid(Reason.TOKEN_REJECTED, message, second)), once, Optional.empty());

        assertThat(again).isEqualTo(once);
    }

    @Provide
    Arbitrary<Optional<Trace>> traces() {
        return Arbitraries.strings()
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(32)
                .map(digits -> new Trace("konnect:trace:" + digits))
                .optional();
    }
}
