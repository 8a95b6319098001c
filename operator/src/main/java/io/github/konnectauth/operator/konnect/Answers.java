package io.github.konnectauth.operator.konnect;

import java.util.List;
import java.util.Optional;

/**
 * The answers to the questions about one token.
 *
 * @param identity of the host that knows whose the token is
 * @param region of the region's own host; empty where there is none to ask
 * @param unknownRegion the regions that Konnect has, when the resource's is not among them
 */
record Answers(From identity, Optional<From> region, Optional<WhoAmI.NoSuchRegion> unknownRegion) {

    /** An answer, and whose it is. */
    record From(String host, Reply reply) {}

    /** Whether the region itself has said that it takes tokens, so that no list needs to be asked. */
    boolean proveRegion() {
        return region.map(From::reply)
                .filter(reply -> reply instanceof Reply.Accepted || reply instanceof Reply.Unauthorized)
                .isPresent();
    }

    /** The same, with what Konnect's list says of the region. */
    Answers withMissing(Optional<WhoAmI.NoSuchRegion> missing) {
        return new Answers(identity, region, missing);
    }

    /**
     * What they amount to: a rejection by anybody, then a refusal of identity, then whatever leaves open whose the token
     * is, then a region that does not exist, then whatever leaves the region open, then the organization.
     */
    WhoAmI sum() {
        var all = region.map(from -> List.of(identity, from)).orElse(List.of(identity));
        for (var from : all) {
            if (from.reply() instanceof Reply.Unauthorized(var trace)) {
                return new WhoAmI.Rejected(from.host(), trace);
            }
        }
        if (identity.reply() instanceof Reply.Forbidden(var trace)) {
            return new WhoAmI.Denied(identity.host(), trace);
        }
        return open(identity)
                .or(() -> unknownRegion)
                .or(() -> region.flatMap(Answers::open))
                .orElseGet(this::member);
    }

    private WhoAmI member() {
        return identity.reply() instanceof Reply.Organization(var id, var state)
                ? new WhoAmI.Member(id, state)
                : new WhoAmI.Unexpected(identity.host(), "no organization");
    }

    private static Optional<WhoAmI> open(From from) {
        return switch (from.reply()) {
            case Reply.TooManyRequests _ -> Optional.of(new WhoAmI.Throttled(from.host()));
            case Reply.NoAnswer _, Reply.Untrusted _ -> Optional.of(new WhoAmI.Unreachable(from.host()));
            case Reply.OffLimits _ -> Optional.of(new WhoAmI.OffLimits(from.host()));
            case Reply.NotAsked(var why) ->
                Optional.of(
                        switch (why) {
                            case PAUSED, NOT_WANTED -> new WhoAmI.Throttled(from.host());
                            case OUT_OF_ORDER -> new WhoAmI.Unreachable(from.host());
                        });
            case Reply.Odd(var what) -> Optional.of(new WhoAmI.Unexpected(from.host(), what));
            case Reply.Organization _, Reply.Accepted _, Reply.Unauthorized _, Reply.Forbidden _ -> Optional.empty();
        };
    }
}
