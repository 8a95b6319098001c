package io.github.konnectauth.operator.konnect;

import java.util.List;
import java.util.Optional;

/** What Konnect says about a token, once everybody who had to be asked has answered. */
public sealed interface WhoAmI {

    /** The host that has to be waited for, if another answer needs nothing else. */
    default Optional<String> awaitedHost() {
        return switch (this) {
            case Throttled(var host) -> Optional.of(host);
            case Unreachable(var host) -> Optional.of(host);
            case Member _, Rejected _, Denied _, OffLimits _, NoSuchRegion _, Unexpected _ -> Optional.empty();
        };
    }

    /**
     * The token belongs to an organization, and the region accepts it.
     *
     * @param organizationId 1–64 letters, digits and hyphens
     * @param state {@code active}, or what Konnect calls an organization that is closing down; empty if it does not say
     */
    record Member(String organizationId, String state) implements WhoAmI {}

    /**
     * 401.
     *
     * @param host who said so
     */
    record Rejected(String host, Optional<Trace> trace) implements WhoAmI {}

    /** 403 from the identity endpoint: a token that may not even read its own organization. */
    record Denied(String host, Optional<Trace> trace) implements WhoAmI {}

    /** The host's name leads to addresses that are not public, and nobody has named it, so it got no token. */
    record OffLimits(String host) implements WhoAmI {}

    /**
     * Konnect's own list does not have the region.
     *
     * @param known the regions that it has, in alphabetical order
     */
    record NoSuchRegion(String region, List<String> known) implements WhoAmI {}

    /** 429, now or so lately that the host is not asked again yet. */
    record Throttled(String host) implements WhoAmI {}

    /** No answer, or one in the range of 5xx; or so many of them lately that the host is not asked. */
    record Unreachable(String host) implements WhoAmI {}

    /**
     * An answer that Konnect's API does not give.
     *
     * @param what half a sentence for a person; contains nothing of the answer's body
     */
    record Unexpected(String host, String what) implements WhoAmI {}
}
