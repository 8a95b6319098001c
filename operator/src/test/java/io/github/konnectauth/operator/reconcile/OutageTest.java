package io.github.konnectauth.operator.reconcile;

import static io.github.konnectauth.operator.reconcile.KonnectSays.MEMBER;
import static io.github.konnectauth.operator.reconcile.KonnectSays.ORGANIZATION;
import static io.github.konnectauth.operator.reconcile.KonnectSays.REJECTED;
import static io.github.konnectauth.operator.reconcile.KonnectSays.THROTTLED;
import static io.github.konnectauth.operator.reconcile.KonnectSays.UNREACHABLE;
import static io.github.konnectauth.operator.reconcile.StatusAssert.assertThatStatus;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.konnect.WhoAmI;
import io.github.konnectauth.operator.token.TokenResolution;
import io.github.konnectauth.operator.waiting.Kstatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a status says while nobody knows whether the token is valid. */
class OutageTest {

    private static final Subject SUBJECT = Subjects.secret("kpat_one", "7");
    private static final Subject OTHER_TOKEN = Subjects.secret("kpat_two", "8");
    private static final Duration LITTLE = Duration.ofSeconds(1);

    private final MovableClock clock = new MovableClock();
    private final CheckedResource resource = CheckedResource.under(SUBJECT, clock);

    /** Looks when that is due. */
    private CheckedResource.Done lookWhenDue(WhoAmI answer) {
        clock.advance(Duration.between(clock.instant(), resource.wake()));
        return resource.look(answer);
    }

    private void outageLasts(Duration duration) {
        var end = clock.instant().plus(duration);
        while (!resource.wake().isAfter(end)) {
            lookWhenDue(UNREACHABLE);
        }
        clock.advance(Duration.between(clock.instant(), end));
    }

    @Test
    void a_valid_token_stays_valid_within_the_grace_and_nothing_is_written() {
        resource.look(MEMBER);
        var before = resource.status();
        lookWhenDue(UNREACHABLE);

        outageLasts(CheckedResource.GRACE.minus(LITTLE));

        assertThat(resource.status()).isEqualTo(before);
    }

    @Test
    void when_the_grace_is_over_nobody_knows_and_the_organization_is_kept() {
        resource.look(MEMBER);
        lookWhenDue(UNREACHABLE);
        outageLasts(CheckedResource.GRACE.minus(LITTLE));

        var atTheEnd = lookWhenDue(UNREACHABLE);

        assertThat(atTheEnd.hasWritten()).isTrue();
        assertThatStatus(resource.status())
                .isUnknown("KonnectUnreachable")
                .hasOrganization(ORGANIZATION)
                .hasChangedAt(Condition.READY, clock.inConditions());
    }

    @Test
    void the_status_turns_at_the_very_end_of_the_grace() {
        resource.look(MEMBER);
        lookWhenDue(UNREACHABLE);
        var end = clock.instant().plus(CheckedResource.GRACE);

        outageLasts(CheckedResource.GRACE.minus(Duration.ofMillis(1)));

        assertThat(resource.wake()).isEqualTo(end);
    }

    @Test
    void after_the_grace_the_cause_is_kept_up_to_date_and_a_steady_cause_is_not_written_again() {
        resource.look(MEMBER);
        lookWhenDue(UNREACHABLE);
        outageLasts(CheckedResource.GRACE);
        var since = clock.inConditions();

        assertThat(lookWhenDue(UNREACHABLE).hasWritten()).isFalse();
        assertThat(lookWhenDue(THROTTLED).hasWritten()).isTrue();

        assertThatStatus(resource.status())
                .isUnknown("RateLimited")
                .hasOrganization(ORGANIZATION)
                .hasChangedAt(Condition.READY, since);
    }

    @Test
    void an_invalid_token_stays_invalid_without_end() {
        resource.look(REJECTED);
        var before = resource.status();
        lookWhenDue(UNREACHABLE);

        outageLasts(Duration.ofDays(2));

        assertThat(resource.status()).isEqualTo(before);
        assertThatStatus(before).isInvalid("TokenRejected").isForKstatus(Kstatus.FAILED);
    }

    @Test
    void an_outage_that_ends_begins_no_grace_for_the_next_one() {
        resource.look(MEMBER);
        lookWhenDue(UNREACHABLE);
        outageLasts(Duration.ofMinutes(25));
        lookWhenDue(MEMBER);
        lookWhenDue(UNREACHABLE);

        outageLasts(Duration.ofMinutes(25));

        assertThatStatus(resource.status()).isValid();
    }

    @Test
    void a_token_that_was_valid_before_the_outage_is_valid_again_after_it() {
        resource.look(MEMBER);
        lookWhenDue(UNREACHABLE);
        outageLasts(CheckedResource.GRACE.plus(LITTLE));

        var afterwards = lookWhenDue(MEMBER);

        assertThat(afterwards.hasWritten()).isTrue();
        assertThatStatus(resource.status()).isValid().hasOrganization(ORGANIZATION);
    }

    @Test
    void nobody_knows_a_new_token_at_once_and_its_organization_neither() {
        resource.look(MEMBER);
        resource.becomes(OTHER_TOKEN);

        resource.look(UNREACHABLE);

        assertThatStatus(resource.status()).isUnknown("KonnectUnreachable").hasNoOrganization();
    }

    @Test
    void nobody_knows_a_new_token_at_once_even_after_a_rejected_one() {
        resource.look(REJECTED);
        resource.becomes(OTHER_TOKEN);

        resource.look(UNREACHABLE);

        assertThatStatus(resource.status()).isUnknown("KonnectUnreachable").hasNoOrganization();
    }

    @Test
    void nobody_knows_a_new_generation_at_once_and_its_organization_neither() {
        resource.look(MEMBER);
        resource.becomes(Subjects.ofGeneration(3, SUBJECT));

        resource.look(UNREACHABLE);

        assertThatStatus(resource.status()).isUnknown("KonnectUnreachable").hasNoOrganization();
        assertThat(resource.status().observedGeneration()).isEqualTo(3);
    }

    @Test
    void the_former_token_is_still_known_when_it_comes_back_during_the_outage() {
        resource.look(MEMBER);
        resource.becomes(OTHER_TOKEN);
        resource.look(UNREACHABLE);
        resource.becomes(SUBJECT);

        resource.look(UNREACHABLE);

        assertThatStatus(resource.status()).isValid().hasOrganization(ORGANIZATION);
    }

    @Test
    void a_broken_reference_is_told_during_an_outage_too() {
        resource.look(MEMBER);
        lookWhenDue(UNREACHABLE);
        resource.becomes(Subjects.of(new TokenResolution.Missing(Subjects.IN_SECRET)));

        resource.look(UNREACHABLE);

        assertThatStatus(resource.status()).isInvalid("SecretNotFound").hasNoOrganization();
    }

    @Test
    void what_another_writer_makes_of_the_status_during_an_outage_is_undone_without_asking() {
        resource.look(MEMBER);
        var truth = resource.status();
        lookWhenDue(UNREACHABLE);
        resource.somebodyWrites(_ -> KonnectAPIAuthConfigurationStatus.EMPTY);

        var look = resource.look(UNREACHABLE);

        assertThat(look.asked()).isEmpty();
        assertThat(new ConditionLists.Wanted(resource.status().conditions())
                        .asOf("")
                        .conditions())
                .isEqualTo(
                        new ConditionLists.Wanted(truth.conditions()).asOf("").conditions());
        assertThatStatus(resource.status()).hasOrganization(ORGANIZATION);
    }

    @Test
    void after_the_grace_the_organization_is_that_of_the_token_whatever_another_writer_says() {
        resource.look(MEMBER);
        lookWhenDue(UNREACHABLE);
        outageLasts(CheckedResource.GRACE);
        resource.somebodyWrites(_ -> KonnectAPIAuthConfigurationStatus.EMPTY);

        resource.look(UNREACHABLE);

        assertThatStatus(resource.status()).isUnknown("KonnectUnreachable").hasOrganization(ORGANIZATION);
    }
}
