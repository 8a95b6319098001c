package io.github.konnectauth.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Organizations and their tokens as people write them down, in a token file or for a control endpoint. A field that is
 * not written is null here; nothing leaves this type that is.
 *
 * @param organizations with their tokens
 */
record AccountsFile(@Nullable List<OrganizationEntry> organizations) {

    /** One organization. Only the id must be there. */
    record OrganizationEntry(
            @Nullable String id,
            @Nullable String name,
            @Nullable OrganizationState state,
            @Nullable List<TokenEntry> tokens) {

        /** @throws IllegalArgumentException if the id is missing */
        Organization organization() {
            String known = ControlForms.required(id, "id");
            return new Organization(
                    known,
                    Optional.ofNullable(name).orElse(known),
                    Optional.ofNullable(state).orElse(OrganizationState.ACTIVE));
        }

        private Stream<Credential> credentials() {
            String owner = ControlForms.required(id, "id");
            List<TokenEntry> entries = tokens == null ? List.of() : tokens;
            return entries.stream().map(token -> token.credential(owner));
        }
    }

    /** One token. Only the token must be there. */
    record TokenEntry(
            @Nullable String token,
            @Nullable String name,
            @Nullable Boolean revoked,
            @Nullable Boolean listsControlPlanes,
            @Nullable Set<String> rejectedBy) {

        /** @throws IllegalArgumentException if the token is missing */
        Credential credential(String organizationId) {
            return new Credential(
                    Credential.of(ControlForms.required(token, "token"), organizationId)
                            .fingerprint(),
                    Optional.ofNullable(name),
                    organizationId,
                    Optional.ofNullable(revoked).orElse(false),
                    Optional.ofNullable(listsControlPlanes).orElse(true),
                    Optional.ofNullable(rejectedBy).orElse(Set.of()));
        }

        @Override
        public String toString() {
            return "TokenEntry[" + Optional.ofNullable(name).orElse("unnamed") + "]";
        }
    }

    /** @throws IllegalStateException with one line that names the file if it cannot be read or is not valid */
    static AccountsFile read(Path file) {
        try {
            AccountsFile accounts = Json.read(Files.readString(file), AccountsFile.class);
            accounts.allOrganizations();
            accounts.allCredentials();
            return accounts;
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if an id is missing */
    List<Organization> allOrganizations() {
        return entries().map(OrganizationEntry::organization).toList();
    }

    /** @throws IllegalArgumentException if an id or a token is missing */
    List<Credential> allCredentials() {
        return entries().flatMap(OrganizationEntry::credentials).toList();
    }

    /** @throws IllegalArgumentException if an id or a token is missing; then nothing was added */
    void addTo(Accounts accounts) {
        List<Credential> credentials = allCredentials();
        allOrganizations().forEach(accounts::put);
        credentials.forEach(accounts::put);
    }

    private Stream<OrganizationEntry> entries() {
        return organizations == null ? Stream.of() : organizations.stream();
    }
}
