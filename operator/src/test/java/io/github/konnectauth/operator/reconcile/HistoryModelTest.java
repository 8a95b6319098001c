package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.konnect.WhoAmI;
import io.github.konnectauth.operator.reconcile.WatchedLife.Change;
import io.github.konnectauth.operator.reconcile.WatchedLife.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** Whatever happens to a resource, in whatever order: what holds after every single look at it. */
class HistoryModelTest {

    private static final Step BEFORE_THE_OUTAGE = new Step(Duration.ZERO, Change.NOTHING, KonnectSays.MEMBER);

    private static final Arbitrary<WhoAmI> ANSWERS =
            Arbitraries.of(KonnectSays.MEMBER, KonnectSays.REJECTED, KonnectSays.UNREACHABLE);

    private static Arbitrary<Step> steps(Arbitrary<Change> changes, Arbitrary<WhoAmI> answers, Duration... pauses) {
        return Combinators.combine(Arbitraries.of(pauses), changes, answers).as(Step::new);
    }

    @Provide
    Arbitrary<List<Step>> allThatAreShort() {
        return steps(Arbitraries.of(Change.values()), ANSWERS, Duration.ofSeconds(6), Duration.ofMinutes(31))
                .list()
                .ofSize(3);
    }

    @Provide
    Arbitrary<List<Step>> someThatAreLong() {
        return steps(
                        Arbitraries.of(Change.values()),
                        ANSWERS,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(9),
                        Duration.ofMinutes(11),
                        Duration.ofMinutes(31))
                .list()
                .ofMinSize(10)
                .ofMaxSize(60);
    }

    @Property(generation = GenerationMode.EXHAUSTIVE, shrinking = ShrinkingMode.OFF)
    void the_rules_hold_for_every_short_story(@ForAll("allThatAreShort") List<Step> story) {
        story.forEach(new WatchedLife()::goesOn);
    }

    @Property(tries = 500)
    void the_rules_hold_for_long_stories(@ForAll("someThatAreLong") List<Step> story) {
        story.forEach(new WatchedLife()::goesOn);
    }

    @Provide
    Arbitrary<List<Step>> outages() {
        return steps(
                        Arbitraries.frequency(
                                Tuple.of(30, Change.NOTHING), Tuple.of(1, Change.REQUEST), Tuple.of(1, Change.TOKEN)),
                        Arbitraries.frequency(Tuple.of(30, KonnectSays.UNREACHABLE), Tuple.of(1, KonnectSays.MEMBER)),
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(5))
                .list()
                .ofMinSize(20)
                .ofMaxSize(60)
                .map(story -> Stream.concat(Stream.of(BEFORE_THE_OUTAGE), story.stream())
                        .toList());
    }

    @Property(tries = 300)
    void the_rules_hold_for_long_outages(@ForAll("outages") List<Step> story) {
        story.forEach(new WatchedLife()::goesOn);
    }
}
