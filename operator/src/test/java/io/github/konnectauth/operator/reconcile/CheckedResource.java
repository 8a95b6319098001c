package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.konnect.Asker.Urgency;
import io.github.konnectauth.operator.konnect.Freshness;
import io.github.konnectauth.operator.konnect.WhoAmI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** One resource on its way through all the code that decides; what is written is stored here. */
final class CheckedResource {

    static final Duration INTERVAL = Duration.ofMinutes(10);
    static final Duration GRACE = Duration.ofMinutes(30);

    private final MovableClock clock;
    private final UnaryOperator<KonnectAPIAuthConfigurationStatus> crd;
    private final ApiAuthStatusFactory statuses;
    private final Schedule schedule = new Schedule(INTERVAL);
    private final Random random = new Random(7);

    private Subject subject;
    private KonnectAPIAuthConfigurationStatus stored = KonnectAPIAuthConfigurationStatus.EMPTY;
    private Optional<String> request = Optional.empty();
    private Optional<History> history = Optional.empty();
    private boolean isWoken;

    private CheckedResource(Subject subject, MovableClock clock, UnaryOperator<KonnectAPIAuthConfigurationStatus> crd) {
        this.subject = subject;
        this.clock = clock;
        this.crd = crd;
        this.statuses = new ApiAuthStatusFactory(clock);
    }

    static CheckedResource under(Subject subject, MovableClock clock) {
        return new CheckedResource(subject, clock, UnaryOperator.identity());
    }

    /** Under Kong's CRD, which keeps none of the three fields that are our own. */
    static CheckedResource underKongsCrd(Subject subject, MovableClock clock) {
        return new CheckedResource(
                subject,
                clock,
                status -> new KonnectAPIAuthConfigurationStatus(
                        status.conditions(), status.organizationId(), status.serverUrl(), null, null, null));
    }

    /**
     * What one look came to.
     *
     * @param look what Konnect was asked for; empty when it was not asked
     * @param hasWritten whether the stored status is another one now
     */
    record Done(Optional<Look.Ask> look, boolean hasWritten) {

        /** How fresh an answer Konnect was asked for. */
        Optional<Freshness> asked() {
            return look.map(Look.Ask::freshness);
        }

        Optional<Urgency> urgency() {
            return look.map(Look.Ask::urgency);
        }
    }

    /** Looks once, with a Konnect that gives this answer when it is asked. */
    Done look(WhoAmI answer) {
        var now = clock.instant();
        var before = history.orElseGet(() -> History.begin(subject, stored, now, schedule, random));
        var look = before.look(subject.essence(), request, now, INTERVAL, isWoken);
        isWoken = false;
        var refusal = Judge.beforeAsking(subject, Subjects.ALLOWED);
        var verdict = refusal.<Verdict>map(Function.identity()).orElseGet(() -> switch (look) {
            case Look.AsBefore(var last) -> last;
            case Look.Ask _ -> Judge.ofAnswer(answer, subject.token().place());
        });
        var after = before.after(look, subject, verdict, request, now, now, schedule, GRACE, random);
        var outcome = after.outcome(subject.essence(), verdict, stored, now, GRACE);
        var next = crd.apply(statuses.next(subject, stored, outcome, after));
        var hasWritten = !next.equals(crd.apply(stored));
        stored = next;
        history = Optional.of(after);
        return new Done(
                look instanceof Look.Ask ask && refusal.isEmpty() ? Optional.of(ask) : Optional.empty(), hasWritten);
    }

    /** Looks when the next look is due, or now if it has not been looked at. */
    Done lookWhenDue(WhoAmI answer) {
        history.map(h -> Duration.between(clock.instant(), h.wake(request)))
                .filter(Duration::isPositive)
                .ifPresent(clock::advance);
        return look(answer);
    }

    void becomes(Subject other) {
        subject = other;
    }

    /** Sets the annotation that asks for a check. */
    void requestsCheck(String value) {
        request = Optional.of(value);
    }

    /** A host may be asked again. */
    void isWoken() {
        isWoken = true;
    }

    /** The operator ends, and another one begins. */
    void operatorRestarts() {
        history = Optional.empty();
    }

    void somebodyWrites(UnaryOperator<KonnectAPIAuthConfigurationStatus> change) {
        stored = crd.apply(change.apply(stored));
    }

    Subject subject() {
        return subject;
    }

    KonnectAPIAuthConfigurationStatus status() {
        return stored;
    }

    /** After the last look. */
    History history() {
        return history.orElseThrow();
    }

    /** When it will be looked at again if nothing happens. */
    Instant wake() {
        return history.orElseThrow().wake(request);
    }
}
