package io.github.konnectauth.simulator;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The organizations and their tokens. Safe for several threads. */
final class Accounts {
    private final Map<String, Organization> organizations = new ConcurrentHashMap<>();
    private final Map<String, Credential> credentials = new ConcurrentHashMap<>();

    /** A token that is valid, and whose it is. */
    record Holder(Credential credential, Organization organization) {}

    void put(Organization organization) {
        organizations.put(organization.id(), organization);
    }

    /** @throws IllegalArgumentException if there is no such organization */
    void state(String organizationId, OrganizationState state) {
        if (organizations.computeIfPresent(organizationId, (_, known) -> known.in(state)) == null) {
            throw unknownOrganization(organizationId);
        }
    }

    /** @throws IllegalArgumentException if the token's organization is unknown */
    void put(Credential credential) {
        if (!organizations.containsKey(credential.organizationId())) {
            throw unknownOrganization(credential.organizationId());
        }
        credentials.put(credential.fingerprint(), credential);
    }

    /** @throws IllegalArgumentException if the token is unknown */
    void revoked(Fingerprint fingerprint, boolean revoked) {
        if (credentials.computeIfPresent(fingerprint.text(), (_, known) -> known.revoked(revoked)) == null) {
            throw new IllegalArgumentException("no token has the fingerprint " + fingerprint.text());
        }
    }

    /** The holder of a token, unless it is unknown or revoked. */
    Optional<Holder> holder(Fingerprint fingerprint) {
        return known(fingerprint.text())
                .filter(credential -> !credential.revoked())
                .flatMap(credential -> Optional.ofNullable(organizations.get(credential.organizationId()))
                        .map(organization -> new Holder(credential, organization)));
    }

    /** A token by its fingerprint, revoked or not. */
    Optional<Credential> known(String fingerprint) {
        return Optional.ofNullable(credentials.get(fingerprint));
    }

    Collection<Organization> organizations() {
        return organizations.values();
    }

    Collection<Credential> credentials() {
        return credentials.values();
    }

    private static IllegalArgumentException unknownOrganization(String id) {
        return new IllegalArgumentException("no organization has the id " + id);
    }
}
