package io.github.konnectauth.operator.waiting;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What tools make of an object that follow the rules of kstatus (sigs.k8s.io/cli-utils) for kinds that they do not know: Helm 4,
 * Flux, kpt.
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

    /** What they make of this one. */
    public static Kstatus of(GenericKubernetesResource object) {
        if (object.getMetadata().getDeletionTimestamp() != null) {
            return TERMINATING;
        }
        if (object.get("status", "observedGeneration") instanceof Number observed
                && observed.longValue() != generation(object)) {
            return IN_PROGRESS;
        }
        if (is(object, "Reconciling", "True")) {
            return IN_PROGRESS;
        }
        if (is(object, "Stalled", "True")) {
            return FAILED;
        }
        // A kind that does not say whether it is ready is taken to be.
        return conditions(object).anyMatch(condition -> "Ready".equals(condition.get("type")))
                        && !is(object, "Ready", "True")
                ? IN_PROGRESS
                : CURRENT;
    }

    static long generation(GenericKubernetesResource object) {
        return Optional.ofNullable(object.getMetadata().getGeneration()).orElse(0L);
    }

    private static boolean is(GenericKubernetesResource object, String type, String status) {
        return conditions(object)
                .anyMatch(condition ->
                        Objects.equals(condition.get("type"), type) && Objects.equals(condition.get("status"), status));
    }

    private static Stream<Map<?, ?>> conditions(GenericKubernetesResource object) {
        return object.get("status", "conditions") instanceof List<?> all
                ? all.stream().map(condition -> (Map<?, ?>) condition)
                : Stream.of();
    }
}
