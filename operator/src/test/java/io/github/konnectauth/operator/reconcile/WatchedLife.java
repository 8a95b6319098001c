package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.konnect.Freshness;
import io.github.konnectauth.operator.konnect.WhoAmI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A resource and somebody who watches it from outside, knows the rules, and checks them after every look. The rules are
 * written down here a second time, as plainly as they can be.
 */
final class WatchedLife {

    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(10);

    /** What happens to the resource before a look. No token comes back once it has been replaced. */
    enum Change {
        NOTHING,
        SPEC,
        TOKEN,
        SECRET_VERSION_ALONE,
        REQUEST
    }

    /** Some time goes by, something happens, and the resource is looked at. */
    record Step(Duration pause, Change change, WhoAmI answer) {}

    /** What the status has to say. */
    private record Truth(
            String valid, Optional<String> organization, Optional<String> handledRequest, String secretVersion) {}

    private final MovableClock clock = new MovableClock();
    private final CheckedResource resource = CheckedResource.under(Subjects.secret("kpat_0", "0"), clock);

    private int steps;
    private String token = "kpat_0";
    private String seenVersion = "0";
    private Optional<Instant> wake = Optional.empty();
    private Optional<String> pendingRequest = Optional.empty();
    private Optional<String> actedUpon = Optional.empty();
    private Optional<String> handled = Optional.empty();
    private Instant actedAt = Instant.EPOCH;
    private WhoAmI answer = KonnectSays.UNREACHABLE;
    private Optional<WhoAmI> decision = Optional.empty();
    private Optional<Instant> doubtSince = Optional.empty();
    private Optional<Truth> truth = Optional.empty();

    void goesOn(Step step) {
        clock.advance(step.pause());
        var isNew = happens(step.change()) || wake.isEmpty();
        var isDue = wake.filter(due -> !now().isBefore(due)).isPresent();
        var mayAct = pendingRequest.isPresent() && !now().isBefore(actedAt.plus(BETWEEN_REQUESTS));

        var done = resource.look(step.answer());

        assertThat(done.asked().isPresent())
                .as("asks exactly when something is new, due or requested")
                .isEqualTo(isNew || isDue || mayAct);
        assertThat(done.asked().equals(Optional.of(new Freshness.Now())))
                .as("acts upon a request as soon as ten seconds have passed since the last one, once")
                .isEqualTo(mayAct);
        remember(step, isNew, done.asked().isPresent(), mayAct);
        assertThat(toldTruth()).as("tells the truth").isEqualTo(truth());
        assertThat(done.hasWritten())
                .as("writes only news")
                .isEqualTo(isNew || !Optional.of(truth()).equals(truth));
        truth = Optional.of(truth());
        theNextLookIsInTime();
        assertThat(resource.look(step.answer()))
                .as("leaves nothing to do")
                .isEqualTo(new CheckedResource.Done(Optional.empty(), false));
        wake = Optional.of(resource.wake());
    }

    /** Whether that makes it another subject. */
    private boolean happens(Change change) {
        steps++;
        switch (change) {
            case NOTHING -> {}
            case SPEC -> resource.becomes(Subjects.ofGeneration(2 + steps, resource.subject()));
            case TOKEN -> {
                token = "kpat_" + steps;
                secretIs(token);
            }
            case SECRET_VERSION_ALONE -> secretIs(token);
            case REQUEST -> {
                pendingRequest = Optional.of("request-" + steps);
                resource.requestsCheck("request-" + steps);
            }
        }
        return change == Change.SPEC || change == Change.TOKEN;
    }

    private void secretIs(String text) {
        resource.becomes(
                Subjects.ofGeneration(resource.subject().generation(), Subjects.secret(text, String.valueOf(steps))));
    }

    private void remember(Step step, boolean isNew, boolean hasAsked, boolean hasActed) {
        if (isNew) {
            decision = Optional.empty();
            seenVersion = resource.subject().secretVersion().orElseThrow();
        }
        if (hasActed) {
            actedUpon = pendingRequest;
            actedAt = now();
            pendingRequest = Optional.empty();
        }
        if (hasAsked) {
            answer = step.answer();
            if (isDecided()) {
                decision = Optional.of(answer);
                doubtSince = Optional.empty();
                handled = actedUpon;
            } else {
                doubtSince = doubtSince.or(() -> Optional.of(now()));
            }
        }
    }

    private boolean isDecided() {
        return !answer.equals(KonnectSays.UNREACHABLE);
    }

    private Truth truth() {
        var wasValid = decision.equals(Optional.of(KonnectSays.MEMBER));
        var graceIsOver = doubtSince
                .map(since -> !now().isBefore(since.plus(CheckedResource.GRACE)))
                .orElse(false);
        var valid = decision.isEmpty() || (wasValid && graceIsOver) ? "Unknown" : wasValid ? "True" : "False";
        var organization = wasValid ? Optional.of(KonnectSays.ORGANIZATION) : Optional.<String>empty();
        return new Truth(valid, organization, handled, seenVersion);
    }

    private Truth toldTruth() {
        var status = resource.status();
        return new Truth(
                status.condition(Condition.API_AUTH_VALID).orElseThrow().status(),
                Optional.ofNullable(status.organizationId()),
                Optional.ofNullable(status.lastHandledCheckRequest()),
                Objects.requireNonNullElse(status.observedSecretResourceVersion(), "none"));
    }

    private void theNextLookIsInTime() {
        var longest = isDecided() ? CheckedResource.INTERVAL.multipliedBy(11).dividedBy(10) : Duration.ofMinutes(5);
        assertThat(resource.wake()).as("next look").isAfter(now()).isBeforeOrEqualTo(now().plus(longest));
        doubtSince
                .map(since -> since.plus(CheckedResource.GRACE))
                .filter(end -> end.isAfter(now()))
                .ifPresent(end ->
                        assertThat(resource.wake()).as("end of the grace").isBeforeOrEqualTo(end));
        if (pendingRequest.isPresent()) {
            assertThat(resource.wake()).as("pending request").isBeforeOrEqualTo(actedAt.plus(BETWEEN_REQUESTS));
        }
    }

    private Instant now() {
        return clock.instant();
    }
}
