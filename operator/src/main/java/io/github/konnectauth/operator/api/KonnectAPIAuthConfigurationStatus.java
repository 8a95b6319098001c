package io.github.konnectauth.operator.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the resource. Like the spec it is read from any JSON; unlike it, it is written too.
 *
 * @param conditions in the order in which they are stored
 * @param organizationId the organization that the token belongs to; null while nobody knows
 * @param serverUrl the server's origin; null while {@code spec.serverURL} cannot be parsed
 * @param observedGeneration the generation that this status speaks of; dropped by Kong's CRD
 * @param observedSecretResourceVersion the version of the Secret that the verdict rests on; dropped by Kong's CRD
 * @param lastHandledCheckRequest the last value of the annotation that asked for a check; dropped by Kong's CRD
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record KonnectAPIAuthConfigurationStatus(
        @JsonProperty("conditions") List<Condition> conditions,
        @JsonProperty("organizationID") @Nullable String organizationId,
        @JsonProperty("serverURL") @Nullable String serverUrl,
        @JsonProperty("observedGeneration") @Nullable Long observedGeneration,

        @JsonProperty("observedSecretResourceVersion") @Nullable
        String observedSecretResourceVersion,

        @JsonProperty("lastHandledCheckRequest") @Nullable String lastHandledCheckRequest) {

    /** The status of a resource that nobody has looked at, on a CRD without a default. */
    public static final KonnectAPIAuthConfigurationStatus EMPTY =
            new KonnectAPIAuthConfigurationStatus(List.of(), null, null, null, null, null);

    public KonnectAPIAuthConfigurationStatus {
        conditions = List.copyOf(conditions);
    }

    /** The condition of this type, if there is one. */
    @JsonIgnore
    public Optional<Condition> condition(String type) {
        return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static KonnectAPIAuthConfigurationStatus read(JsonNode json) {
        var conditions = StreamSupport.stream(json.path("conditions").spliterator(), false)
                .map(Condition::read)
                .flatMap(Optional::stream)
                .toList();
        var generation = json.path("observedGeneration");
        return new KonnectAPIAuthConfigurationStatus(
                conditions,
                shared(json.path("organizationID")),
                shared(json.path("serverURL")),
                generation.isIntegralNumber() ? (Long) generation.longValue() : null,
                json.path("observedSecretResourceVersion").textValue(),
                json.path("lastHandledCheckRequest").textValue());
    }

    private static @Nullable String shared(JsonNode text) {
        return text.isTextual() ? SharedText.of(text.textValue()) : null;
    }
}
