package io.github.konnectauth.simulator;

import java.util.Optional;
import java.util.Set;

/**
 * A token that Konnect knows, and what it may do. It holds a fingerprint of the token, never the token.
 *
 * @param fingerprint        {@code sha256:} and 16 digits of the token's hash
 * @param name               how counts call it; without one they show the fingerprint
 * @param organizationId     the organization it belongs to
 * @param revoked            whether every host answers it with 401
 * @param listsControlPlanes whether regions let it list control planes; if not they answer 403 as problem+json
 * @param rejectedBy         regions that alone answer it with 401; on a private origin any entry means 401 for control
 *                           planes
 */
public record Credential(
        String fingerprint,
        Optional<String> name,
        String organizationId,
        boolean revoked,
        boolean listsControlPlanes,
        Set<String> rejectedBy) {

    public Credential {
        rejectedBy = Set.copyOf(rejectedBy);
    }

    /**
     * An active token that may do everything.
     *
     * @throws IllegalArgumentException if the token is empty
     */
    public static Credential of(String token, String organizationId) {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("a token must not be empty");
        }
        String fingerprint = Fingerprint.of(token).text();
        return new Credential(fingerprint, Optional.empty(), organizationId, false, true, Set.of());
    }

    /** The same under a name, which counts show instead of the fingerprint. */
    public Credential named(String newName) {
        return new Credential(
                fingerprint, Optional.of(newName), organizationId, revoked, listsControlPlanes, rejectedBy);
    }

    /** The same, answered with 403 as problem+json when it lists control planes. */
    public Credential withoutControlPlanes() {
        return new Credential(fingerprint, name, organizationId, revoked, false, rejectedBy);
    }

    /** The same, answered with 401 by these regions only. */
    public Credential rejectedBy(String... regions) {
        return new Credential(fingerprint, name, organizationId, revoked, listsControlPlanes, Set.of(regions));
    }

    /** The same, revoked or not. */
    public Credential revoked(boolean isRevoked) {
        return new Credential(fingerprint, name, organizationId, isRevoked, listsControlPlanes, rejectedBy);
    }

    /** How counts call it. */
    String label() {
        return name.orElse(fingerprint);
    }
}
