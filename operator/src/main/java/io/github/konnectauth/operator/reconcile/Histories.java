package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;

/** What the process remembers of all resources that there are. */
final class Histories {

    private static final Duration BETWEEN_CORRECTIONS = Duration.ofMinutes(1);

    private final ConcurrentMap<ResourceID, Entry> entries = new ConcurrentHashMap<>();

    /**
     * One resource's.
     *
     * @param uid of the resource, whose name another one may have had before
     * @param history its looks
     * @param generation the one that was last looked at
     * @param shownReason the reason of its {@code Ready} condition
     * @param isStored whether the status that follows from the history has been the stored one since it was reached
     * @param storedVersion the resource version of our last write; empty before it
     * @param correctedAt when another writer's change of the status was last undone
     */
    record Entry(
            String uid,
            History history,
            long generation,
            String shownReason,
            boolean isStored,
            String storedVersion,
            Instant correctedAt) {

        /** Of a resource that has not been looked at, and whose status gives this reason. */
        static Entry begin(String uid, History history, String shownReason) {
            return new Entry(uid, history, 0, shownReason, false, "", Instant.EPOCH);
        }

        Entry seen(History next, long nextGeneration, String reason) {
            return new Entry(uid, next, nextGeneration, reason, isStored, storedVersion, correctedAt);
        }

        /** The stored status is the one that follows from the history. */
        Entry asStored() {
            return new Entry(uid, history, generation, shownReason, true, storedVersion, correctedAt);
        }

        /** We have just stored it. */
        Entry asWritten(String version) {
            return new Entry(uid, history, generation, shownReason, true, version, correctedAt);
        }

        /** We have just stored it over what somebody else had made of it. */
        Entry asCorrected(String version, Instant now) {
            return new Entry(uid, history, generation, shownReason, true, version, now);
        }

        /** It could not be stored. */
        Entry asUnstored() {
            return new Entry(uid, history, generation, shownReason, false, storedVersion, correctedAt);
        }

        /** Whether the same status follows from both, so that only another writer can have made it another one. */
        boolean tellsTheSameAs(Entry other) {
            return generation == other.generation
                    && shownReason.equals(other.shownReason)
                    && history.last()
                            .map(History.Last::essence)
                            .equals(other.history.last().map(History.Last::essence))
                    && history.answeredRequest().equals(other.history.answeredRequest());
        }

        /** The earliest time at which a status that somebody else has changed may be written again. */
        Instant correctable() {
            return correctedAt.plus(BETWEEN_CORRECTIONS);
        }
    }

    /** The entry of this very resource. */
    Optional<Entry> of(KonnectAPIAuthConfiguration resource) {
        return Optional.ofNullable(entries.get(ResourceID.fromResource(resource)))
                .filter(entry -> entry.uid().equals(resource.getMetadata().getUid()));
    }

    void put(KonnectAPIAuthConfiguration resource, Entry entry) {
        entries.put(ResourceID.fromResource(resource), entry);
    }

    void forget(KonnectAPIAuthConfiguration resource) {
        entries.remove(ResourceID.fromResource(resource));
    }

    void forEach(BiConsumer<ResourceID, Entry> action) {
        entries.forEach(action);
    }
}
