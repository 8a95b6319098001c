package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.reconcile.ConditionLists.Stored;
import io.github.konnectauth.operator.reconcile.ConditionLists.Wanted;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

/** What holds however many others write conditions, and whatever they write. */
@Domain(ConditionLists.class)
class ConditionsPropertyTest {

    private static final List<String> FIRST_TO_LAST = List.of(
            Condition.API_AUTH_VALID,
            Condition.READY,
            Condition.RESOLVED_REFS,
            Condition.RECONCILING,
            Condition.STALLED);

    private static boolean isOurs(Condition condition) {
        return ConditionLists.OURS.contains(condition.type());
    }

    private static List<Condition> others(List<Condition> conditions) {
        return conditions.stream().filter(c -> !isOurs(c)).toList();
    }

    private static List<String> types(List<Condition> conditions) {
        return conditions.stream().map(Condition::type).toList();
    }

    @Property
    void conditions_of_others_stay_as_they_are(@ForAll Stored stored, @ForAll Wanted wanted) {
        var merged = Conditions.merge(stored.conditions(), wanted.conditions());

        assertThat(others(merged)).isEqualTo(others(stored.conditions()));
    }

    @Property
    void what_was_there_keeps_its_place_and_what_is_new_comes_last(@ForAll Stored stored, @ForAll Wanted wanted) {
        var merged = types(Conditions.merge(stored.conditions(), wanted.conditions()));

        var kept = types(stored.conditions().stream()
                .filter(c -> merged.contains(c.type()))
                .toList());
        var keptOnce = kept.stream().distinct().toList();
        assertThat(merged.stream().distinct().toList().subList(0, keptOnce.size()))
                .isEqualTo(keptOnce);
    }

    @Property
    void the_time_of_a_transition_moves_only_when_the_status_does(@ForAll Stored stored, @ForAll Wanted wanted) {
        var merged = Conditions.merge(stored.conditions(), wanted.conditions());

        for (var condition : merged.stream().filter(c -> isOurs(c)).toList()) {
            var since = stored.conditions().stream()
                    .filter(old -> old.type().equals(condition.type()))
                    .findFirst()
                    .filter(old -> old.status().equals(condition.status()))
                    .map(Condition::lastTransitionTime)
                    .filter(time -> !time.isEmpty())
                    .orElse(ConditionLists.NOW);
            assertThat(condition.lastTransitionTime()).as(condition.type()).isEqualTo(since);
        }
    }

    @Property
    void ours_say_what_is_wanted_and_nothing_else_of_ours_is_left(@ForAll Stored stored, @ForAll Wanted wanted) {
        var ours = Conditions.merge(stored.conditions(), wanted.conditions()).stream()
                .filter(c -> isOurs(c))
                .toList();

        assertThat(new Wanted(ours).asOf("").conditions())
                .doesNotHaveDuplicates()
                .isSubsetOf(wanted.asOf("").conditions());
    }

    @Property
    void there_are_never_more_than_eight_unless_others_alone_have_more(@ForAll Stored stored, @ForAll Wanted wanted) {
        var merged = Conditions.merge(stored.conditions(), wanted.conditions());

        var most = Math.max(8, others(stored.conditions()).size());
        assertThat(merged).hasSizeLessThanOrEqualTo(most);
    }

    @Property
    void nothing_is_left_out_while_there_is_room(@ForAll Stored stored, @ForAll Wanted wanted) {
        var merged = Conditions.merge(stored.conditions(), wanted.conditions());

        var leftOut = Conditions.leftOut(merged, wanted.conditions());
        assertThat(leftOut.isEmpty() || merged.size() >= 8).isTrue();
    }

    @Property
    void stalled_or_reconciling_goes_first_and_resolved_refs_next(@ForAll Stored stored, @ForAll Wanted wanted) {
        var merged = Conditions.merge(stored.conditions(), wanted.conditions());

        var byWorth = FIRST_TO_LAST.stream()
                .filter(types(wanted.conditions())::contains)
                .toList();
        var leftOut = Conditions.leftOut(merged, wanted.conditions());
        assertThat(leftOut)
                .containsExactlyInAnyOrderElementsOf(byWorth.subList(byWorth.size() - leftOut.size(), byWorth.size()));
    }

    @Property
    void merging_again_at_a_later_time_changes_nothing(@ForAll Stored stored, @ForAll Wanted wanted) {
        var merged = Conditions.merge(stored.conditions(), wanted.conditions());

        var again = Conditions.merge(merged, wanted.asOf("2026-03-01T11:00:00Z").conditions());

        assertThat(again).isEqualTo(merged);
    }
}
