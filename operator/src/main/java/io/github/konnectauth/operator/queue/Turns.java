package io.github.konnectauth.operator.queue;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Those who wait. Namespaces take turns, so that of each other namespace, however many wait there, only one goes before the
 * first of a namespace that comes anew; within a namespace they come in the order of their arrival. Not for use by several
 * threads at once.
 *
 * @param <T> who waits; none waits twice at once, which {@code equals} decides
 */
public final class Turns<T> {

    /** In the order of their turns; none is empty. */
    private final Map<String, LinkedHashSet<T>> namespaces = new LinkedHashMap<>();

    private int size;

    /** Takes its place at the end. */
    public void add(String namespace, T one) {
        if (namespaces.computeIfAbsent(namespace, _ -> new LinkedHashSet<>()).add(one)) {
            size++;
        }
    }

    /** Leaves, if it waits there. */
    public void remove(String namespace, T one) {
        namespaces.computeIfPresent(namespace, (_, waiting) -> {
            if (waiting.remove(one)) {
                size--;
            }
            return waiting.isEmpty() ? null : waiting;
        });
    }

    /** Whose turn it is; leaves. Empty if nobody waits. */
    public Optional<T> next() {
        return next(_ -> true);
    }

    /** Whose turn it is among those of the namespaces that may have one; leaves. */
    public Optional<T> next(Predicate<String> mayHaveOne) {
        return namespaces.keySet().stream().filter(mayHaveOne).findFirst().map(this::take);
    }

    /** The first of the namespace in which the most wait; leaves, and costs this namespace its turn. */
    public Optional<T> nextOfTheFullest() {
        return namespaces.entrySet().stream()
                .max(Comparator.comparingInt(each -> each.getValue().size()))
                .map(fullest -> take(fullest.getKey()));
    }

    private T take(String namespace) {
        var waiting = Objects.requireNonNull(namespaces.remove(namespace));
        var one = waiting.removeFirst();
        size--;
        if (!waiting.isEmpty()) {
            namespaces.put(namespace, waiting);
        }
        return one;
    }

    /** All leave. */
    public void clear() {
        namespaces.clear();
        size = 0;
    }

    /** How many wait. */
    public int size() {
        return size;
    }

    /** Whether nobody waits. */
    public boolean isEmpty() {
        return size == 0;
    }
}
