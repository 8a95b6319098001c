package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.sandbox.report.Goal;
import org.junit.jupiter.api.Test;

class BurstGoalsTest {

    @Test
    void aThousandMayTakeLongerThanTheFloorThanTenThousand() {
        assertThat(BurstGoals.of(1_000, new Swarm.Tokens.OwnEach()).ratio()).isEqualTo(new Goal.AtMost(1.3));
        assertThat(BurstGoals.of(10_000, new Swarm.Tokens.OwnEach()).ratio()).isEqualTo(new Goal.AtMost(1.15));
    }

    @Test
    void inBetweenOnlyTheCallsHaveAGoal() {
        var goals = BurstGoals.of(5_000, new Swarm.Tokens.OwnEach());

        assertThat(goals.ratio()).isEqualTo(new Goal.None());
        assertThat(goals.each()).isEqualTo(new Goal.NeverAbove(1));
    }

    @Test
    void aHundredTokensMayCostTwoHundredAndTenCalls() {
        assertThat(BurstGoals.of(10_000, new Swarm.Tokens.Shared(100)).calls()).isEqualTo(new Goal.NeverAbove(210));
    }
}
