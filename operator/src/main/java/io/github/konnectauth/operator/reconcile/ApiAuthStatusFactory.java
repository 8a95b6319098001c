package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.api.Reason;
import io.github.konnectauth.operator.konnect.Trace;
import io.github.konnectauth.operator.reconcile.Verdict.Invalid;
import io.github.konnectauth.operator.reconcile.Verdict.Undetermined;
import io.github.konnectauth.operator.reconcile.Verdict.Valid;
import io.github.konnectauth.operator.token.TokenResolution;
import io.github.konnectauth.operator.token.TokenResolution.Place;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the status that follows from an outcome. The only place where statuses are made. */
final class ApiAuthStatusFactory {

    private static final Pattern TRACE = Pattern.compile(" \\(konnect:trace:[0-9]{1,32}\\)$");

    private static final String TRIMMED =
            ". White space around it was cut; Kong Operator does not cut it, and would fail with this token";

    private final Clock clock;

    ApiAuthStatusFactory(Clock clock) {
        this.clock = clock;
    }

    /**
     * The status to store.
     *
     * @param stored the status as it is
     * @param history with this look in it
     * @return equal to {@code stored} when there is nothing to write
     */
    KonnectAPIAuthConfigurationStatus next(
            Subject subject, KonnectAPIAuthConfigurationStatus stored, Outcome outcome, History history) {
        return switch (outcome) {
            case Outcome.LeaveAsItIs _ -> stored;
            case Outcome.Tell(Valid valid) -> status(subject, stored, outcome, history, valid.organizationId());
            case Outcome.Tell(Invalid _) -> status(subject, stored, outcome, history, null);
            case Outcome.Doubt doubt ->
                status(subject, stored, outcome, history, doubt.organization().orElse(null));
        };
    }

    /** The types of our conditions for which the list of the resource has no room. */
    Set<String> leftOut(Subject subject, KonnectAPIAuthConfigurationStatus stored, Outcome outcome) {
        var wanted = wanted(subject, stored, outcome);
        return Conditions.leftOut(Conditions.merge(stored.conditions(), wanted), wanted);
    }

    private KonnectAPIAuthConfigurationStatus status(
            Subject subject,
            KonnectAPIAuthConfigurationStatus stored,
            Outcome outcome,
            History history,
            @Nullable String organizationId) {
        return new KonnectAPIAuthConfigurationStatus(
                Conditions.merge(stored.conditions(), wanted(subject, stored, outcome)),
                organizationId,
                subject.origin().orElse(null),
                subject.generation(),
                history.secretVersion().orElse(null),
                history.answeredRequest().orElse(null));
    }

    private List<Condition> wanted(Subject subject, KonnectAPIAuthConfigurationStatus stored, Outcome outcome) {
        var wanted = new ArrayList<>(
                switch (outcome) {
                    case Outcome.LeaveAsItIs _ -> List.<Condition>of();
                    case Outcome.Tell(Valid _) -> valid(subject);
                    case Outcome.Tell(Invalid invalid) -> invalid(subject, invalid, stored);
                    case Outcome.Doubt doubt -> undetermined(subject, doubt.verdict());
                });
        resolvedRefs(subject).ifPresent(wanted::add);
        return wanted;
    }

    private List<Condition> valid(Subject subject) {
        var message = switch (subject.token().place()) {
            case Place.InResource _ -> "Token is valid";
            case Place.InSecret secret -> "Token from " + Judge.named(secret) + " is valid";
        };
        return List.of(
                condition(subject, Condition.API_AUTH_VALID, "True", Reason.VALID.text(), message),
                condition(
                        subject,
                        Condition.READY,
                        "True",
                        Reason.VALID.text(),
                        subject.isTrimmed() ? message + TRIMMED : message));
    }

    private List<Condition> invalid(Subject subject, Invalid verdict, KonnectAPIAuthConfigurationStatus stored) {
        var message = settled(
                verdict.message()
                        + verdict.trace()
                                .map(Trace::text)
                                .map(t -> " (" + t + ")")
                                .orElse(""),
                stored);
        return List.of(
                condition(subject, Condition.API_AUTH_VALID, "False", "Invalid", message),
                condition(subject, Condition.READY, "False", verdict.reason().text(), message),
                progress(subject, verdict.reason(), message));
    }

    private List<Condition> undetermined(Subject subject, Undetermined verdict) {
        var reason = verdict.reason().text();
        return List.of(
                condition(subject, Condition.API_AUTH_VALID, "Unknown", reason, verdict.message()),
                condition(subject, Condition.READY, "Unknown", reason, verdict.message()),
                progress(subject, verdict.reason(), verdict.message()));
    }

    private Condition progress(Subject subject, Reason reason, String message) {
        var type = reason.progress() == Reason.Progress.STALLED ? Condition.STALLED : Condition.RECONCILING;
        return condition(subject, type, "True", reason.text(), message);
    }

    /** Only for a reference into another namespace. */
    private Optional<Condition> resolvedRefs(Subject subject) {
        if (!(subject.token().place() instanceof Place.InSecret secret) || !secret.foreign()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (subject.token()) {
                    case TokenResolution.NotPermitted _, TokenResolution.NotWatched _ ->
                        condition(
                                subject,
                                Condition.RESOLVED_REFS,
                                "False",
                                Reason.REF_NOT_PERMITTED.text(),
                                Judge.ofToken(subject.token())
                                        .map(Invalid::message)
                                        .orElseThrow());
                    case TokenResolution.Resolved _,
                            TokenResolution.Malformed _,
                            TokenResolution.Unnamed _,
                            TokenResolution.Missing _,
                            TokenResolution.NotOpaque _,
                            TokenResolution.NotLabelled _,
                            TokenResolution.KeyMissing _ ->
                        condition(
                                subject,
                                Condition.RESOLVED_REFS,
                                "True",
                                Condition.RESOLVED_REFS,
                                "A KongReferenceGrant permits to refer to " + Judge.named(secret));
                });
    }

    /** The stored message, when the new one differs in Konnect's trace only: each answer has another. */
    private static String settled(String message, KonnectAPIAuthConfigurationStatus stored) {
        // Ready itself may have found no room.
        return Stream.of(Condition.READY, Condition.API_AUTH_VALID)
                .flatMap(type -> stored.condition(type).stream())
                .map(Condition::message)
                .filter(old -> withoutTrace(old).equals(withoutTrace(message)))
                .findFirst()
                .orElse(message);
    }

    private static String withoutTrace(String message) {
        return TRACE.matcher(message).replaceFirst("");
    }

    private Condition condition(Subject subject, String type, String status, String reason, String message) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new Condition(type, status, reason, message, subject.generation(), now);
    }
}
