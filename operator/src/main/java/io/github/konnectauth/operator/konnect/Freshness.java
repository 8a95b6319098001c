package io.github.konnectauth.operator.konnect;

import java.time.Duration;
import java.time.Instant;

/** How old an answer may be that somebody else with the same token got. */
public sealed interface Freshness {

    /** A rejected token is not asked again before this time. */
    Duration REJECTED_FOR = Duration.ofSeconds(60);

    /** As old as this, or {@link #REJECTED_FOR} for a rejection. */
    record Within(Duration age) implements Freshness {}

    /** From now on: somebody asked for it by name. */
    record Now() implements Freshness {}

    /** Since this time: somebody asked for it by name then, and Konnect has left it open so far. */
    record Since(Instant time) implements Freshness {}

    /** Whether an answer that was asked for at that time will do. */
    default boolean accepts(Reply reply, Instant asked, Instant now) {
        return switch (this) {
            case Now _ -> false;
            case Since since -> reply.isDecisive() && since.acceptsOneUnderWay(asked);
            case Within within
            when reply instanceof Reply.Unauthorized ->
                now.isBefore(asked.plus(within.age().compareTo(REJECTED_FOR) > 0 ? within.age() : REJECTED_FOR));
            case Within within -> reply.isDecisive() && now.isBefore(asked.plus(within.age()));
        };
    }

    /** Whether the answer to a question that was asked at that time, and is still open, will do. */
    default boolean acceptsOneUnderWay(Instant asked) {
        return switch (this) {
            case Now _ -> false;
            case Since since -> !asked.isBefore(since.time());
            case Within _ -> true;
        };
    }
}
