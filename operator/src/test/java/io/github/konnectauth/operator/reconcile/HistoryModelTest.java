package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.konnect.WhoAmI;
import io.github.konnectauth.operator.reconcile.WatchedLife.Change;
import io.github.konnectauth.operator.reconcile.WatchedLife.Step;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever happens to a resource, in whatever order: what holds after every single look at it. */
class HistoryModelTest {

    private static Arbitrary<Step> steps(Duration... pauses) {
        return Combinators.combine(
                        Arbitraries.of(pauses),
                        Arbitraries.of(Change.values()),
                        Arbitraries.<WhoAmI>of(KonnectSays.MEMBER, KonnectSays.REJECTED, KonnectSays.UNREACHABLE))
                .as(Step::new);
    }

    @Provide
    Arbitrary<List<Step>> allThatAreShort() {
        return steps(Duration.ofSeconds(6), Duration.ofMinutes(31))
                .list()
                .ofSize(3);
    }

    @Provide
    Arbitrary<List<Step>> someThatAreLong() {
        return steps(
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
}
