package io.github.konnectauth.operator.reconcile;

import static io.github.konnectauth.operator.reconcile.KonnectSays.MEMBER;
import static io.github.konnectauth.operator.reconcile.KonnectSays.ORGANIZATION;
import static io.github.konnectauth.operator.reconcile.KonnectSays.REJECTED;
import static io.github.konnectauth.operator.reconcile.StatusAssert.assertThatStatus;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.konnect.Freshness;
import io.github.konnectauth.operator.konnect.WhoAmI;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a token in Konnect while nothing changes in the cluster. */
class RecheckTest {

    /** It varies by a tenth. */
    private static final Duration LONGEST =
            CheckedResource.INTERVAL.multipliedBy(11).dividedBy(10);

    private final MovableClock clock = new MovableClock();
    private final CheckedResource resource = CheckedResource.under(Subjects.secret("kpat_one", "7"), clock);

    @BeforeEach
    void checked() {
        resource.look(MEMBER);
    }

    @Test
    void a_revoked_token_is_told_within_the_interval_and_so_is_one_that_is_restored() {
        check(REJECTED);
        assertThatStatus(resource.status()).isInvalid("TokenRejected").hasNoOrganization();

        check(MEMBER);
        assertThatStatus(resource.status()).isValid().hasOrganization(ORGANIZATION);
    }

    @Test
    void a_token_of_which_konnect_says_the_same_is_asked_about_and_nothing_is_written() {
        assertThat(check(MEMBER).hasWritten()).isFalse();
    }

    private CheckedResource.Done check(WhoAmI answer) {
        var last = clock.instant();
        var done = resource.lookWhenDue(answer);
        assertThat(Duration.between(last, clock.instant())).isLessThanOrEqualTo(LONGEST);
        assertThat(done.asked()).hasValue(new Freshness.Within(CheckedResource.INTERVAL.dividedBy(2)));
        return done;
    }
}
