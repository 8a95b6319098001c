package io.github.konnectauth.operator.waiting;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What tools make of an object that follow the rules of kstatus (kubernetes-sigs/cli-utils, {@code pkg/kstatus}) for kinds that
 * they do not know. Helm 4 and Flux do, by Flux's copy of it, whose rules for such kinds are the same.
 */
public enum Kstatus {
    /** It is deleted. */
    TERMINATING,
    /** It is not there yet, and may still come right. */
    IN_PROGRESS,
    /** Somebody has to do something. */
    FAILED,
    /** It is as it should be. */
    CURRENT;

    /** What they make of this one, as the API server shows it. */
    public static Kstatus of(GenericKubernetesResource object) {
        if (object.getMetadata().getDeletionTimestamp() != null) {
            return TERMINATING;
        }
        if (isOutdated(object)) {
            return IN_PROGRESS;
        }
        return first(object, Kstatus::ofProgress)
                .or(() -> first(object, Kstatus::ofReady))
                .orElse(CURRENT);
    }

    /** Only an object that tells which generation its status speaks of can be found out of date. */
    private static boolean isOutdated(GenericKubernetesResource object) {
        return object.getMetadata().getGeneration() != null
                && object.get("status", "observedGeneration") instanceof Number observed
                && observed.longValue() != object.getMetadata().getGeneration();
    }

    /** Where both are true, the first one in the list counts. */
    private static Optional<Kstatus> ofProgress(Map<?, ?> condition) {
        if (!Objects.equals(condition.get("status"), "True")) {
            return Optional.empty();
        }
        if (Objects.equals(condition.get("type"), "Reconciling")) {
            return Optional.of(IN_PROGRESS);
        }
        return Objects.equals(condition.get("type"), "Stalled") ? Optional.of(FAILED) : Optional.empty();
    }

    /** A status that is none of the three says nothing. */
    private static Optional<Kstatus> ofReady(Map<?, ?> condition) {
        if (!Objects.equals(condition.get("type"), "Ready")) {
            return Optional.empty();
        }
        return switch (String.valueOf(condition.get("status"))) {
            case "True" -> Optional.of(CURRENT);
            case "False", "Unknown" -> Optional.of(IN_PROGRESS);
            default -> Optional.empty();
        };
    }

    private static Optional<Kstatus> first(
            GenericKubernetesResource object, Function<Map<?, ?>, Optional<Kstatus>> rule) {
        return conditions(object)
                .flatMap(condition -> rule.apply(condition).stream())
                .findFirst();
    }

    private static Stream<Map<?, ?>> conditions(GenericKubernetesResource object) {
        return object.get("status", "conditions") instanceof List<?> all
                ? all.stream().map(condition -> (Map<?, ?>) condition)
                : Stream.of();
    }
}
