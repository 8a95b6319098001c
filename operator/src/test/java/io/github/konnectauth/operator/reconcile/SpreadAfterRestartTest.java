package io.github.konnectauth.operator.reconcile;

import static io.github.konnectauth.operator.reconcile.KonnectSays.MEMBER;
import static io.github.konnectauth.operator.reconcile.KonnectSays.REJECTED;
import static io.github.konnectauth.operator.reconcile.KonnectSays.UNREACHABLE;
import static io.github.konnectauth.operator.reconcile.StatusAssert.assertThatStatus;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.konnect.Asker.Urgency;
import io.github.konnectauth.operator.konnect.Freshness;
import io.github.konnectauth.operator.token.TokenResolution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a new process asks about what an earlier one has found. */
class SpreadAfterRestartTest {

    private static final Subject SUBJECT = Subjects.secret("kpat_one", "7");
    private static final Subject MISSING = Subjects.of(new TokenResolution.Missing(Subjects.IN_SECRET));

    private final MovableClock clock = new MovableClock();
    private final CheckedResource resource = CheckedResource.under(SUBJECT, clock);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_verdict_that_is_known_is_checked_again_some_time_within_the_interval(boolean isGood) {
        resource.look(isGood ? MEMBER : REJECTED);
        var wakes = new ArrayList<Duration>();
        for (var i = 0; i < 200; i++) {
            resource.operatorRestarts();
            assertThat(resource.look(MEMBER)).isEqualTo(new CheckedResource.Done(Optional.empty(), false));
            wakes.add(Duration.between(clock.instant(), resource.wake()));
        }

        assertThat(wakes).allSatisfy(wake -> assertThat(wake).isBetween(Duration.ZERO, CheckedResource.INTERVAL));
        for (var tenth = 0; tenth < 10; tenth++) {
            var from = CheckedResource.INTERVAL.dividedBy(10).multipliedBy(tenth);
            var to = from.plus(CheckedResource.INTERVAL.dividedBy(10));
            assertThat(wakes)
                    .as("between " + from + " and " + to)
                    .anyMatch(wake -> wake.compareTo(from) >= 0 && wake.compareTo(to) < 0);
        }
    }

    @Test
    void a_check_that_was_requested_meanwhile_is_not_lost() {
        resource.look(MEMBER);
        resource.operatorRestarts();
        resource.requestsCheck("while it was down");

        assertThat(resource.look(MEMBER).asked()).contains(new Freshness.Now());
        assertThat(resource.status().lastHandledCheckRequest()).isEqualTo("while it was down");
    }

    @Test
    void what_is_told_without_konnect_or_in_doubt_is_looked_at_at_once_and_goes_first() {
        resource.look(UNREACHABLE);
        resource.operatorRestarts();

        assertThat(resource.look(MEMBER).urgency()).contains(Urgency.AWAITED);
        resource.becomes(MISSING);
        resource.look(MEMBER);
        resource.operatorRestarts();
        resource.becomes(SUBJECT);
        assertThat(resource.look(MEMBER).urgency()).contains(Urgency.AWAITED);
    }

    @Test
    void a_status_in_which_our_condition_is_missing_is_completed_at_once() {
        resource.look(MEMBER);
        resource.somebodyWrites(status -> new KonnectAPIAuthConfigurationStatus(
                List.of(status.condition(Condition.API_AUTH_VALID).orElseThrow()),
                status.organizationId(),
                status.serverUrl(),
                status.observedGeneration(),
                status.observedSecretResourceVersion(),
                null));
        resource.operatorRestarts();

        assertThat(resource.look(MEMBER).asked()).isPresent();
        assertThatStatus(resource.status()).isValid();
    }

    @Test
    void a_rejection_that_is_told_keeps_its_words_and_its_trace() {
        resource.look(KonnectSays.rejectedWithTrace("42"));
        var before = resource.status();
        resource.operatorRestarts();
        resource.look(MEMBER);
        assertThat(resource.status()).isEqualTo(before);

        resource.lookWhenDue(KonnectSays.rejectedWithTrace("43"));

        assertThat(resource.status()).isEqualTo(before);
    }
}
