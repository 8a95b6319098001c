package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a resource's conditions say at one time.
 *
 * @param name the resource's name
 * @param valid the status of {@code APIAuthValid}: True, False or Unknown
 * @param readyReason why {@code Ready} is as it is, or the reason of {@code APIAuthValid} where there is no {@code Ready}
 * @param message of {@code APIAuthValid}
 * @param seenAt {@link System#nanoTime()} when it arrived here
 */
record Observation(String name, String valid, String readyReason, String message, long seenAt) {

    private static final String MAIN = "APIAuthValid";

    /** Reads a resource; empty when it has no {@code APIAuthValid} yet. */
    static Optional<Observation> of(GenericKubernetesResource resource, long seenAt) {
        return condition(resource, MAIN)
                .map(main -> new Observation(
                        resource.getMetadata().getName(),
                        text(main, "status"),
                        text(condition(resource, "Ready").orElse(main), "reason"),
                        text(main, "message"),
                        seenAt));
    }

    /** The condition {@code APIAuthValid} as it is stored. */
    static Optional<Map<?, ?>> main(GenericKubernetesResource resource) {
        return condition(resource, MAIN);
    }

    private static Optional<Map<?, ?>> condition(GenericKubernetesResource resource, String type) {
        return resource.get("status", "conditions") instanceof List<?> conditions
                ? conditions.stream()
                        .<Map<?, ?>>mapMulti((each, found) -> {
                            if (each instanceof Map<?, ?> condition && type.equals(condition.get("type"))) {
                                found.accept(condition);
                            }
                        })
                        .findFirst()
                : Optional.empty();
    }

    private static String text(Map<?, ?> condition, String field) {
        return String.valueOf(condition.get(field));
    }

    boolean isTrue() {
        return valid.equals("True");
    }

    boolean isFalse() {
        return valid.equals("False");
    }

    /** Whether it says what another says, whenever that was. */
    boolean saysTheSameAs(Observation other) {
        return valid.equals(other.valid) && readyReason.equals(other.readyReason) && message.equals(other.message);
    }
}
