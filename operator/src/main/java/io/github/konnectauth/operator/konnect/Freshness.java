package io.github.konnectauth.operator.konnect;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How old an answer may be that somebody else with the same token got. Its age counts from the time at which its call went
 * out: it tells nothing of what happened to the token later, and the time in line, before, has nothing to do with it.
 */
public sealed interface Freshness {

    /** A rejected token is not asked about again before this time. */
    Duration REJECTED_FOR = Duration.ofSeconds(60);

    /** As old as this, or {@link #REJECTED_FOR} for a rejection. */
    record Within(Duration age) implements Freshness {}

    /** From now on: somebody asked for it by name. */
    record Now() implements Freshness {}

    /** Since this time: somebody asked for it by name then, and Konnect has left it open so far. */
    record Since(Instant time) implements Freshness {}

    /** Whether an answer will do whose call went out at that time. */
    default boolean accepts(Reply reply, Instant sent, Instant now) {
        return switch (this) {
            case Now _ -> false;
            case Since(var time) -> reply.isDecisive() && !sent.isBefore(time);
            case Within within
            when reply instanceof Reply.Unauthorized ->
                now.isBefore(sent.plus(within.age().compareTo(REJECTED_FOR) > 0 ? within.age() : REJECTED_FOR));
            case Within within -> reply.isDecisive() && now.isBefore(sent.plus(within.age()));
        };
    }

    /**
     * Whether the answer to a question that is still open will do.
     *
     * @param sent when its call went out; empty while it stands in line
     */
    default boolean acceptsOneUnderWay(Optional<Instant> sent) {
        return switch (this) {
            case Now _ -> sent.isEmpty();
            case Since(var time) -> sent.filter(time::isAfter).isEmpty();
            case Within _ -> true;
        };
    }
}
