package io.github.konnectauth.sandbox;

import io.github.konnectauth.sandbox.report.Goal;

/**
 * What a burst is held against.
 *
 * @param ratio to the floor
 * @param processor seconds of the operator
 * @param resident MB
 * @param beyondIdle kB of resident memory for each resource, beyond what an idle operator has
 * @param each of calls and status writes, for each resource
 * @param calls to Konnect in all
 */
record BurstGoals(Goal ratio, Goal processor, Goal resident, Goal beyondIdle, Goal each, Goal calls) {

    private static final int FEW = 1_000;
    private static final int MANY = 10_000;
    private static final Goal NONE = new Goal.None();
    private static final Goal ONE = new Goal.NeverAbove(1);

    /** Up to 1,000 the start counts; 10,000 is what the goals speak of; in between there are none for time and memory. */
    static BurstGoals of(int resources, Swarm.Tokens tokens) {
        return switch (tokens) {
            case Swarm.Tokens.OwnEach _
            when resources <= FEW -> new BurstGoals(new Goal.AtMost(1.3), new Goal.AtMost(5), NONE, NONE, ONE, NONE);
            case Swarm.Tokens.OwnEach _
            when resources >= MANY ->
                new BurstGoals(
                        new Goal.AtMost(1.15),
                        new Goal.AtMost(12),
                        new Goal.AtMost(200),
                        new Goal.AtMost(5),
                        ONE,
                        NONE);
            // Two calls a token, and a few that come when an answer is not there yet or too old already.
            case Swarm.Tokens.Shared(var most) ->
                new BurstGoals(
                        resources >= MANY ? new Goal.AtMost(1.1) : NONE,
                        NONE,
                        NONE,
                        NONE,
                        ONE,
                        new Goal.NeverAbove(2.1 * most));
            case Swarm.Tokens.OwnEach _, Swarm.Tokens.SecretEach _ -> new BurstGoals(NONE, NONE, NONE, NONE, ONE, NONE);
        };
    }
}
