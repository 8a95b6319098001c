package io.github.konnectauth.operator.reconcile;

import static io.github.konnectauth.operator.reconcile.KonnectSays.MEMBER;
import static io.github.konnectauth.operator.reconcile.KonnectSays.ORGANIZATION;
import static io.github.konnectauth.operator.reconcile.KonnectSays.REJECTED;
import static io.github.konnectauth.operator.reconcile.KonnectSays.UNREACHABLE;
import static io.github.konnectauth.operator.reconcile.StatusAssert.assertThatStatus;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.konnect.Asker.Urgency;
import io.github.konnectauth.operator.token.TokenResolution;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a new process makes of the status that an earlier one, or Kong Operator, has left. */
class RestartTest {

    private static final Subject SUBJECT = Subjects.secret("kpat_one", "7");
    private static final Subject MISSING = Subjects.of(new TokenResolution.Missing(Subjects.IN_SECRET));

    private final MovableClock clock = new MovableClock();
    private final CheckedResource resource = CheckedResource.under(SUBJECT, clock);

    private static void outageLasts(CheckedResource resource, MovableClock clock, Duration duration) {
        resource.lookWhenDue(UNREACHABLE);
        var end = clock.instant().plus(duration);
        while (!resource.wake().isAfter(end)) {
            clock.advance(Duration.between(clock.instant(), resource.wake()));
            resource.look(UNREACHABLE);
        }
        clock.advance(Duration.between(clock.instant(), end));
    }

    @Test
    void a_status_of_the_same_subject_is_left_as_it_is() {
        resource.look(MEMBER);
        var before = resource.status();
        resource.operatorRestarts();

        resource.look(UNREACHABLE);
        var look = resource.lookWhenDue(UNREACHABLE);

        assertThat(look.asked()).isPresent();
        assertThat(look.hasWritten()).isFalse();
        assertThat(resource.status()).isEqualTo(before);
    }

    @Test
    void a_restart_begins_the_grace_anew() {
        resource.look(MEMBER);
        outageLasts(resource, clock, Duration.ofMinutes(25));
        resource.operatorRestarts();
        resource.look(UNREACHABLE);

        outageLasts(resource, clock, Duration.ofMinutes(29));
        assertThatStatus(resource.status()).isValid();

        clock.advance(Duration.ofMinutes(1));
        resource.look(UNREACHABLE);
        assertThatStatus(resource.status()).isUnknown("KonnectUnreachable").hasOrganization(ORGANIZATION);
    }

    @Test
    void a_rejected_token_stays_rejected_without_end() {
        resource.look(REJECTED);
        var before = resource.status();
        resource.operatorRestarts();
        resource.look(UNREACHABLE);

        outageLasts(resource, clock, Duration.ofDays(1));

        assertThat(resource.status()).isEqualTo(before);
    }

    @Test
    void an_unknown_status_of_the_same_token_stays_unknown_with_its_organization() {
        resource.look(MEMBER);
        outageLasts(resource, clock, Duration.ofMinutes(50));
        resource.operatorRestarts();

        resource.look(UNREACHABLE);

        assertThatStatus(resource.status()).isUnknown("KonnectUnreachable").hasOrganization(ORGANIZATION);
    }

    @Test
    void nothing_is_written_when_konnect_says_the_same() {
        resource.look(MEMBER);
        resource.operatorRestarts();
        resource.look(MEMBER);

        var look = resource.lookWhenDue(MEMBER);

        assertThat(look.asked()).isPresent();
        assertThat(look.hasWritten()).isFalse();
    }

    @Test
    void a_status_of_another_generation_is_believed_by_nobody() {
        resource.look(MEMBER);
        resource.operatorRestarts();
        resource.becomes(Subjects.ofGeneration(3, SUBJECT));

        resource.look(UNREACHABLE);

        assertThatStatus(resource.status()).isUnknown("KonnectUnreachable").hasNoOrganization();
    }

    @Test
    void a_status_of_another_version_of_the_secret_is_believed_by_nobody() {
        resource.look(MEMBER);
        resource.operatorRestarts();
        resource.becomes(Subjects.secret("kpat_one", "8"));

        resource.look(UNREACHABLE);

        assertThatStatus(resource.status()).isUnknown("KonnectUnreachable").hasNoOrganization();
    }

    @Test
    void a_status_that_tells_of_a_missing_secret_is_believed_by_nobody_once_the_secret_is_there() {
        resource.becomes(MISSING);
        resource.look(MEMBER);
        resource.operatorRestarts();
        resource.becomes(SUBJECT);

        resource.look(UNREACHABLE);

        assertThatStatus(resource.status()).isUnknown("KonnectUnreachable").hasNoOrganization();
    }

    @Test
    void a_status_that_tells_of_a_forbidden_server_is_believed_by_nobody_once_the_server_is_allowed() {
        var forbidden = Subjects.at("konnect.example.com", Subjects.held(Subjects.IN_RESOURCE, "kpat_one", ""));
        resource.becomes(forbidden);
        resource.look(MEMBER);
        resource.operatorRestarts();
        resource.becomes(Subjects.at("us.api.konghq.com", forbidden.token()));

        resource.look(UNREACHABLE);

        assertThatStatus(resource.status()).isUnknown("KonnectUnreachable").hasNoOrganization();
    }

    @Test
    void the_status_that_the_crd_gives_is_no_verdict() {
        resource.somebodyWrites(_ -> new KonnectAPIAuthConfigurationStatus(
                List.of(pending(Condition.API_AUTH_VALID), pending(Condition.READY)), null, null, null, null, null));

        resource.look(UNREACHABLE);

        assertThatStatus(resource.status())
                .isUnknown("KonnectUnreachable")
                .hasNoOrganization()
                .hasChangedAt(Condition.READY, "1970-01-01T00:00:00Z");
    }

    private static Condition pending(String type) {
        return new Condition(type, "Unknown", "Pending", "Waiting for the operator", null, "1970-01-01T00:00:00Z");
    }

    /** Kong's CRD keeps no version of the Secret: the generation has to do. */
    @Nested
    class UnderKongsCrd {

        private final CheckedResource kongs = CheckedResource.underKongsCrd(SUBJECT, clock);

        @Test
        void our_own_fields_are_never_stored_and_nothing_is_written_for_their_sake() {
            kongs.requestsCheck("now");
            assertThat(kongs.look(MEMBER).hasWritten()).isTrue();
            clock.advance(Duration.ofMinutes(20));

            assertThat(kongs.look(MEMBER).hasWritten()).isFalse();

            assertThat(kongs.status().observedGeneration()).isNull();
            assertThat(kongs.status().observedSecretResourceVersion()).isNull();
            assertThat(kongs.status().lastHandledCheckRequest()).isNull();
        }

        @Test
        void a_status_of_the_same_generation_is_left_as_it_is_but_asked_about_at_once() {
            kongs.look(MEMBER);
            var before = kongs.status();
            kongs.operatorRestarts();
            kongs.becomes(Subjects.secret("kpat_one", "8"));

            assertThat(kongs.look(UNREACHABLE).urgency()).contains(Urgency.AWAITED);

            assertThat(kongs.status()).isEqualTo(before);
        }

        @Test
        void a_rejected_token_stays_rejected_without_end() {
            kongs.look(REJECTED);
            var before = kongs.status();
            kongs.operatorRestarts();
            kongs.look(UNREACHABLE);

            clock.advance(Duration.ofDays(2));
            kongs.look(UNREACHABLE);

            assertThat(kongs.status()).isEqualTo(before);
            assertThatStatus(before).isInvalid("TokenRejected");
        }

        @Test
        void a_status_of_another_generation_is_believed_by_nobody() {
            kongs.look(MEMBER);
            kongs.operatorRestarts();
            kongs.becomes(Subjects.ofGeneration(3, SUBJECT));

            kongs.look(UNREACHABLE);

            assertThatStatus(kongs.status()).isUnknown("KonnectUnreachable").hasNoOrganization();
        }

        @Test
        void a_status_that_tells_of_a_missing_secret_is_believed_by_nobody_once_the_secret_is_there() {
            kongs.becomes(MISSING);
            kongs.look(MEMBER);
            kongs.operatorRestarts();
            kongs.becomes(SUBJECT);

            kongs.look(UNREACHABLE);

            assertThatStatus(kongs.status()).isUnknown("KonnectUnreachable").hasNoOrganization();
        }

        @Test
        void kong_operators_own_condition_is_left_beside_ours() {
            var kongsDefault = pending("Valid");
            kongs.somebodyWrites(
                    _ -> new KonnectAPIAuthConfigurationStatus(List.of(kongsDefault), null, null, null, null, null));

            kongs.look(MEMBER);

            assertThatStatus(kongs.status()).isValid();
            assertThat(kongs.status().conditions()).first().isEqualTo(kongsDefault);
        }

        @Test
        void the_grace_is_the_same() {
            kongs.look(MEMBER);
            kongs.operatorRestarts();

            kongs.look(UNREACHABLE);
            clock.advance(Duration.ofMinutes(29));
            kongs.look(UNREACHABLE);
            assertThatStatus(kongs.status()).isValid();

            clock.advance(Duration.ofMinutes(1));
            kongs.look(UNREACHABLE);
            assertThatStatus(kongs.status()).isUnknown("KonnectUnreachable").hasOrganization(ORGANIZATION);
        }
    }
}
