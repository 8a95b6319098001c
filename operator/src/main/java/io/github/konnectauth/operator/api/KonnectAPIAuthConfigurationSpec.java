package io.github.konnectauth.operator.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a person asks for. Read from any JSON whatsoever: what does not fit counts as absent, so that one resource under
 * a lenient CRD cannot end the watch that all share.
 *
 * <p>It is read and never written.
 *
 * @param serverUrl {@code spec.serverURL} as written; empty when absent
 * @param source where the token is
 */
public record KonnectAPIAuthConfigurationSpec(String serverUrl, TokenSource source) {

    /** Nothing at all. */
    public static final KonnectAPIAuthConfigurationSpec EMPTY = new KonnectAPIAuthConfigurationSpec(
            "", new TokenSource.Inline(new TokenReading.Malformed("it is missing")));

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static KonnectAPIAuthConfigurationSpec read(JsonNode json) {
        var source = "secretRef".equals(json.path("type").textValue())
                ? fromSecret(json.path("secretRef"))
                : inline(json.path("token"));
        return new KonnectAPIAuthConfigurationSpec(SharedText.of(text(json, "serverURL")), source);
    }

    private static TokenSource fromSecret(JsonNode ref) {
        return new TokenSource.FromSecret(text(ref, "name"), text(ref, "namespace"));
    }

    private static String text(JsonNode json, String field) {
        return Optional.ofNullable(json.path(field).textValue()).orElse("");
    }

    private static TokenSource inline(JsonNode token) {
        return new TokenSource.Inline(
                token.isTextual() ? KonnectToken.read(token.textValue()) : new TokenReading.Malformed("it is missing"));
    }
}
