package io.github.konnectauth.operator.konnect;

import io.github.konnectauth.operator.konnect.Asker.Urgency;
import io.github.konnectauth.operator.queue.Turns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Those who wait for a host. What a person waits for goes first, but after nine of these one of the others has its turn, so
 * that nobody can keep all re-checks from happening. Those who are equally urgent take turns by namespace, and within a
 * namespace in the order of their arrival. Not for use by several threads at once.
 */
final class Line<T> {

    private static final int AWAITED_IN_A_ROW = 9;

    private final Map<T, Asker> places = new LinkedHashMap<>();
    private final Turns<T> awaited = new Turns<>();
    private final Turns<T> routine = new Turns<>();
    private int awaitedInARow;

    /** Takes its place at the end. */
    void add(T one, Asker asker) {
        places.put(one, asker);
        turns(asker).add(asker.namespace(), one);
    }

    /** Goes to those whom a person waits for, if it still waits and is not one of them. */
    void hurry(T one, Asker asker) {
        var place = places.get(one);
        if (place != null && place.urgency() == Urgency.ROUTINE) {
            routine.remove(place.namespace(), one);
            add(one, asker.hurried());
        }
    }

    /** Leaves the line. Returns whether it stood there. */
    boolean remove(T one) {
        var place = Optional.ofNullable(places.remove(one));
        place.ifPresent(at -> turns(at).remove(at.namespace(), one));
        return place.isPresent();
    }

    /** Whose turn it is; leaves the line. */
    Optional<T> next() {
        var isRoutinesTurn = awaited.isEmpty() || (awaitedInARow >= AWAITED_IN_A_ROW && !routine.isEmpty());
        awaitedInARow = isRoutinesTurn ? 0 : awaitedInARow + 1;
        var one = (isRoutinesTurn ? routine : awaited).next();
        one.ifPresent(places::remove);
        return one;
    }

    /** All of them, in the order of their arrival; they leave the line. */
    List<T> leave() {
        var all = List.copyOf(places.keySet());
        places.clear();
        awaited.clear();
        routine.clear();
        return all;
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    private Turns<T> turns(Asker asker) {
        return switch (asker.urgency()) {
            case AWAITED -> awaited;
            case ROUTINE -> routine;
        };
    }
}
