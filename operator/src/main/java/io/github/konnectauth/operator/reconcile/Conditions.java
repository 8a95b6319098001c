package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Merges conditions into a list that others write to as well. */
final class Conditions {

    /** As many as the CRD lets in. */
    static final int MAX = 8;

    /** The types that are ours. Those that a list without room goes without come last, the first to go at the end. */
    private static final List<String> OURS = List.of(
            Condition.API_AUTH_VALID,
            Condition.READY,
            Condition.RESOLVED_REFS,
            Condition.RECONCILING,
            Condition.STALLED);

    private Conditions() {}

    /**
     * The list that says what {@code wanted} says, and what others said before.
     *
     * <p>Conditions of other types stay as they are and where they are; ours that are not wanted go. The time of a
     * transition moves only when {@code status} does. Where the list has no room, Stalled or Reconciling, then
     * ResolvedRefs are left out.
     *
     * @param stored the list as it is
     * @param wanted ours, with the time of now as that of their transition
     */
    static List<Condition> merge(List<Condition> stored, List<Condition> wanted) {
        var room = MAX - (int) stored.stream().filter(c -> !isOurs(c)).count();
        var told = wanted.stream()
                .sorted((a, b) -> OURS.indexOf(a.type()) - OURS.indexOf(b.type()))
                .limit(Math.max(0, room))
                .toList();
        var merged = new ArrayList<Condition>();
        for (var old : stored) {
            if (!isOurs(old)) {
                merged.add(old);
            } else if (find(merged, old.type()).isEmpty()) {
                find(told, old.type()).map(now -> transition(old, now)).ifPresent(merged::add);
            }
        }
        told.stream().filter(c -> find(stored, c.type()).isEmpty()).forEach(merged::add);
        return List.copyOf(merged);
    }

    /** Which of ours found no room. */
    static Set<String> leftOut(List<Condition> merged, List<Condition> wanted) {
        return wanted.stream()
                .map(Condition::type)
                .filter(type -> find(merged, type).isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isOurs(Condition condition) {
        return OURS.contains(condition.type());
    }

    private static Optional<Condition> find(List<Condition> list, String type) {
        return list.stream().filter(c -> c.type().equals(type)).findFirst();
    }

    private static Condition transition(Condition old, Condition now) {
        var stays =
                old.status().equals(now.status()) && !old.lastTransitionTime().isEmpty();
        var since = stays ? old.lastTransitionTime() : now.lastTransitionTime();
        return new Condition(now.type(), now.status(), now.reason(), now.message(), now.observedGeneration(), since);
    }
}
