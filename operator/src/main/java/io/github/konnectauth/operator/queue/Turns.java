package io.github.konnectauth.operator.queue;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Those who wait. Namespaces take turns, so that however many wait in one, another waits for one of them at most; within a
 * namespace they come in the order of their arrival. A namespace that comes anew has its first turn after those of all
 * others. Not for use by several threads at once.
 *
 * @param <T> who waits; nobody waits twice in one namespace
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
        return namespaces.keySet().stream().findFirst().map(this::take);
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
