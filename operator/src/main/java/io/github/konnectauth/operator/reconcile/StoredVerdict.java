package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.api.Reason;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a status that an earlier process, or Kong Operator, has left says of a subject. */
final class StoredVerdict {

    private static final Set<Reason> FOUND_WITHOUT_KONNECT = Set.of(
            Reason.INVALID_SERVER_URL,
            Reason.SERVER_NOT_ALLOWED,
            Reason.REF_NOT_PERMITTED,
            Reason.SECRET_NOT_FOUND,
            Reason.SECRET_NOT_OPAQUE,
            Reason.SECRET_NOT_LABELLED,
            Reason.TOKEN_KEY_MISSING,
            Reason.MALFORMED_TOKEN);

    private static final Set<Reason> FOUND_BY_KONNECT =
            Set.of(Reason.TOKEN_REJECTED, Reason.PERMISSION_DENIED, Reason.UNKNOWN_REGION);

    private final KonnectAPIAuthConfigurationStatus status;
    private final Subject subject;

    StoredVerdict(KonnectAPIAuthConfigurationStatus status, Subject subject) {
        this.status = status;
        this.subject = subject;
    }

    /**
     * Whether it may speak of this subject, so that it is to be believed while Konnect leaves it open. Kong's CRD, and Kong
     * Operator, keep no version of the Secret; the generation has to do there.
     */
    boolean isCredible() {
        return isOfGeneration(Condition.API_AUTH_VALID)
                && !isFoundWithoutKonnect()
                && secretVersion()
                        .map(version -> subject.secretVersion().equals(Optional.of(version)))
                        .orElse(true);
    }

    /**
     * The verdict that it tells, if it certainly is that of this very subject, so that there is no hurry to ask again.
     *
     * @return empty too for what is told without Konnect, and for doubt
     */
    Optional<Verdict.Decided> current() {
        return isCredible()
                        && isOfGeneration(Condition.READY)
                        && secretVersion().equals(subject.secretVersion())
                ? status.condition(Condition.READY).flatMap(this::told)
                : Optional.empty();
    }

    private Optional<Verdict.Decided> told(Condition ready) {
        return switch (ready.status()) {
            case "True" -> Optional.ofNullable(status.organizationId()).map(id -> new Verdict.Valid(id, ""));
            case "False" ->
                FOUND_BY_KONNECT.stream()
                        .filter(reason -> reason.text().equals(ready.reason()))
                        .findFirst()
                        .map(reason -> new Verdict.Invalid(reason, ready.message(), Optional.empty()));
            default -> Optional.empty();
        };
    }

    private boolean isOfGeneration(String type) {
        return status.condition(type)
                .map(Condition::observedGeneration)
                .filter(generation -> generation == subject.generation() || generation == subject.specGeneration())
                .isPresent();
    }

    private Optional<String> secretVersion() {
        return Optional.ofNullable(status.observedSecretResourceVersion());
    }

    // Such a status says nothing of a token: the Secret may have appeared, or the host been allowed, since then.
    private boolean isFoundWithoutKonnect() {
        return status.condition(Condition.READY)
                .filter(ready -> FOUND_WITHOUT_KONNECT.stream().anyMatch(r -> Objects.equals(r.text(), ready.reason())))
                .isPresent();
    }
}
