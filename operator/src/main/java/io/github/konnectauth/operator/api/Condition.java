package io.github.konnectauth.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of {@code status.conditions}, as {@code metav1.Condition} has it.
 *
 * @param type the key of the list
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason a CamelCase word
 * @param message for a person
 * @param observedGeneration the generation that it speaks of; null when its writer did not say
 * @param lastTransitionTime when {@code status} last changed, RFC 3339
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        String type,
        String status,
        String reason,
        String message,
        @Nullable Long observedGeneration,
        String lastTransitionTime) {

    /** The condition that Kong's controllers wait for. */
    public static final String API_AUTH_VALID = "APIAuthValid";

    /** Whether a reference to another namespace is permitted. */
    public static final String RESOLVED_REFS = "ResolvedRefs";

    /** The summary that kstatus, and people, read first. */
    public static final String READY = "Ready";

    /** kstatus: it may come right by itself. */
    public static final String RECONCILING = "Reconciling";

    /** kstatus: a person has to do something. */
    public static final String STALLED = "Stalled";

    /** Reads one element of the list; empty when it has no type, and so cannot be told from others. */
    static Optional<Condition> read(JsonNode json) {
        var generation = json.path("observedGeneration");
        return Optional.ofNullable(json.path("type").textValue())
                .map(type -> new Condition(
                        SharedText.of(type),
                        text(json, "status", "Unknown"),
                        text(json, "reason", ""),
                        text(json, "message", ""),
                        generation.isIntegralNumber() ? (Long) generation.longValue() : null,
                        text(json, "lastTransitionTime", "")));
    }

    private static String text(JsonNode json, String field, String otherwise) {
        return SharedText.of(json.path(field).asText(otherwise));
    }
}
