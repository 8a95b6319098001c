package io.github.konnectauth.operator.konnect;

/**
 * For whom Konnect is asked.
 *
 * @param namespace the resource's; those who are equally urgent take turns by namespace
 */
public record Asker(String namespace, Urgency urgency) {

    /** Who goes first. */
    public enum Urgency {

        /** A person waits for it: something is new or has changed. */
        AWAITED,

        /** A timer wants it. */
        ROUTINE
    }

    /** The same, with a person who waits. */
    Asker hurried() {
        return new Asker(namespace, Urgency.AWAITED);
    }
}
