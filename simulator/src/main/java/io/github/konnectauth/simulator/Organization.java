package io.github.konnectauth.simulator;

/**
 * An organization that tokens belong to.
 *
 * @param id    what Konnect answers as {@code id}: usually a UUID, but any text, so that a client can be shown a bad
 *              one
 * @param name  the name people know it by
 * @param state where it is in its life
 */
public record Organization(String id, String name, OrganizationState state) {
    /** @throws IllegalArgumentException if the id is empty */
    public Organization {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("an organization needs an id");
        }
    }

    /** An active organization. */
    public static Organization active(String id, String name) {
        return new Organization(id, name, OrganizationState.ACTIVE);
    }

    Organization in(OrganizationState newState) {
        return new Organization(id, name, newState);
    }
}
