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

    /** Whether an answer that was asked for at that time will do. */
    default boolean accepts(Reply reply, Instant asked, Instant now) {
        return switch (this) {
            case Now _ -> false;
            case Within within ->
                switch (reply) {
                    case Reply.Unauthorized _ ->
                        now.isBefore(
                                asked.plus(within.age().compareTo(REJECTED_FOR) > 0 ? within.age() : REJECTED_FOR));
                    case Reply.Organization _, Reply.Accepted _, Reply.Forbidden _ ->
                        now.isBefore(asked.plus(within.age()));
                    case Reply.TooManyRequests _, Reply.NoAnswer _, Reply.Untrusted _, Reply.NotAsked _, Reply.Odd _ ->
                        false;
                };
        };
    }
}
