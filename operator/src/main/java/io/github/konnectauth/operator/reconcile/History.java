package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.konnect.Asker.Urgency;
import io.github.konnectauth.operator.konnect.Freshness;
import io.github.konnectauth.operator.reconcile.Subject.Essence;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the process remembers of one resource. It holds no token, and it decides with the clock it is given, which nobody
 * sets.
 *
 * @param last the last look; empty before the first
 * @param believed the last verdict that stands, and of what; empty when nothing is to be believed
 * @param doubtfulSince when Konnect began to leave it open
 * @param looksAlike how many looks in a row ended in the same kind of verdict
 * @param due when the next look is due
 * @param heardRequest the last value of the check annotation that was acted upon
 * @param requestHeardAt when
 * @param answeredRequest the last one for which Konnect's decision is known
 * @param secretVersion the version of the Secret in which what is looked at was first seen; later versions that change
 *     nothing for us are not worth a write
 * @param decidedAt when Konnect last decided, by the wall's clock, since it is shown and never compared
 */
record History(
        Optional<Last> last,
        Optional<Believed> believed,
        Optional<Instant> doubtfulSince,
        int looksAlike,
        Instant due,
        Optional<String> heardRequest,
        Instant requestHeardAt,
        Optional<String> answeredRequest,
        Optional<String> secretVersion,
        Optional<Instant> decidedAt) {

    private static final Duration SHARED_FOR_EVENTS = Duration.ofSeconds(60);
    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(10);

    /** The last look: what was looked at, and what came of it. */
    record Last(Essence essence, Verdict verdict) {

        /** Whether Konnect has left it open. */
        boolean isOpen() {
            return verdict instanceof Verdict.Undetermined;
        }
    }

    /**
     * What is to be believed while Konnect leaves it open.
     *
     * @param essence of what
     * @param verdict what was found; empty for what a status says of which not all is known
     */
    record Believed(Essence essence, Optional<Verdict.Decided> verdict) {}

    /**
     * A resource that this process has not looked at. One whose verdict is known from an earlier process is looked at
     * again some time within the interval, so that a restart is no burst of calls.
     */
    static History begin(
            Subject subject,
            KonnectAPIAuthConfigurationStatus stored,
            Instant now,
            Schedule schedule,
            RandomGenerator random) {
        var told = new StoredVerdict(stored, subject);
        var current = told.current();
        var believed =
                told.isCredible() ? Optional.of(new Believed(subject.essence(), current)) : Optional.<Believed>empty();
        return new History(
                current.map(verdict -> new Last(subject.essence(), verdict)),
                believed,
                Optional.empty(),
                0,
                current.isPresent() ? now.plus(schedule.afterRestart(random)) : Instant.EPOCH,
                Optional.ofNullable(stored.lastHandledCheckRequest()),
                Instant.EPOCH,
                Optional.ofNullable(stored.lastHandledCheckRequest()),
                subject.secretVersion(),
                Optional.empty());
    }

    /**
     * What this look has to do.
     *
     * @param isWoken whether a host may be asked again that could not be asked about this resource
     */
    Look look(Essence essence, Optional<String> request, Instant now, Duration interval, boolean isWoken) {
        if (isNew(request) && !now.isBefore(requestHeardAt.plus(BETWEEN_REQUESTS))) {
            return new Look.Ask(new Freshness.Now(), Urgency.AWAITED);
        }
        var same = last.filter(l -> l.essence().equals(essence));
        var isRetry = isWoken && same.filter(Last::isOpen).isPresent();
        if (same.isPresent() && now.isBefore(due) && !isRetry) {
            return new Look.AsBefore(same.get().verdict());
        }
        var isAwaited = same.isEmpty() || (isRetry && !isBelieved(essence));
        var urgency = isAwaited ? Urgency.AWAITED : Urgency.ROUTINE;
        if (!heardRequest.equals(answeredRequest)) {
            return new Look.Ask(new Freshness.Since(requestHeardAt), urgency);
        }
        return new Look.Ask(new Freshness.Within(same.isEmpty() ? SHARED_FOR_EVENTS : interval.dividedBy(2)), urgency);
    }

    /** The last verdict on this very subject. */
    Optional<Verdict> standing(Essence essence) {
        return last.filter(l -> l.essence().equals(essence)).map(Last::verdict);
    }

    private boolean isBelieved(Essence essence) {
        return believed.filter(b -> b.essence().equals(essence)).isPresent();
    }

    private boolean isNew(Optional<String> request) {
        return request.isPresent() && !request.equals(heardRequest);
    }

    /** What the verdict means for the status. */
    Outcome outcome(
            Essence essence, Verdict verdict, KonnectAPIAuthConfigurationStatus stored, Instant now, Duration grace) {
        return switch (verdict) {
            case Verdict.Decided decided -> new Outcome.Tell(decided);
            case Verdict.Undetermined undetermined ->
                believed.filter(b -> b.essence().equals(essence))
                        .map(b -> inDoubt(b, undetermined, stored, now, grace))
                        .orElseGet(() -> new Outcome.Doubt(undetermined, Optional.empty()));
        };
    }

    private Outcome inDoubt(
            Believed believed,
            Verdict.Undetermined undetermined,
            KonnectAPIAuthConfigurationStatus stored,
            Instant now,
            Duration grace) {
        var wasValid =
                believed.verdict().map(Verdict.Valid.class::isInstance).orElseGet(() -> isStatus(stored, "True"));
        var graceIsOver = !now.isBefore(doubtfulSince.orElse(now).plus(grace));
        if (wasValid && graceIsOver) {
            return new Outcome.Doubt(undetermined, organization(believed, stored));
        }
        if (believed.verdict().isPresent()) {
            return new Outcome.Tell(believed.verdict().get());
        }
        return isStatus(stored, "Unknown")
                ? new Outcome.Doubt(undetermined, organization(believed, stored))
                : new Outcome.LeaveAsItIs();
    }

    private static Optional<String> organization(Believed believed, KonnectAPIAuthConfigurationStatus stored) {
        return believed.verdict().isPresent()
                ? believed.verdict().map(Verdict.Valid.class::cast).map(Verdict.Valid::organizationId)
                : Optional.ofNullable(stored.organizationId());
    }

    private static boolean isStatus(KonnectAPIAuthConfigurationStatus stored, String status) {
        return stored.condition(Condition.API_AUTH_VALID)
                .filter(condition -> condition.status().equals(status))
                .isPresent();
    }

    /**
     * This history with one more look.
     *
     * @param look what it had to do
     * @param verdict what came of it
     * @param wall the time to show
     */
    History after(
            Look look,
            Subject subject,
            Verdict verdict,
            Optional<String> request,
            Instant now,
            Instant wall,
            Schedule schedule,
            Duration grace,
            RandomGenerator random) {
        if (look instanceof Look.AsBefore) {
            return this;
        }
        var essence = subject.essence();
        var same = last.filter(l -> l.essence().equals(essence));
        var sameKind =
                same.filter(l -> l.verdict().getClass() == verdict.getClass()).isPresent();
        var looks = sameKind ? looksAlike + 1 : 1;
        var next = now.plus(schedule.after(verdict, looks, random));
        var requested = look instanceof Look.Ask(Freshness.Now _, var _);
        var heard = requested ? request : heardRequest;
        var isDecided = verdict instanceof Verdict.Decided;
        var since = isDecided ? Optional.<Instant>empty() : Optional.of(doubtfulSince.orElse(now));
        return new History(
                Optional.of(new Last(essence, verdict)),
                verdict instanceof Verdict.Decided decided
                        ? Optional.of(new Believed(essence, Optional.of(decided)))
                        : believed,
                since,
                looks,
                since.map(s -> s.plus(grace))
                        .filter(now::isBefore)
                        .filter(next::isAfter)
                        .orElse(next),
                heard,
                requested ? now : requestHeardAt,
                isDecided ? heard : answeredRequest,
                same.isPresent() ? secretVersion : subject.secretVersion(),
                isDecided ? Optional.of(wall) : decidedAt);
    }

    /** When to wake up for the request that was made too soon after the last one, or else for the next look. */
    Instant wake(Optional<String> request) {
        var allowed = requestHeardAt.plus(BETWEEN_REQUESTS);
        return isNew(request) && allowed.isBefore(due) ? allowed : due;
    }
}
