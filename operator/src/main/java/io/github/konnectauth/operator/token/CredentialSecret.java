package io.github.konnectauth.operator.token;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.github.konnectauth.operator.api.KonnectToken;
import io.github.konnectauth.operator.api.TokenReading;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Secret, as much of it as the operator needs: type, labels, finalizers, deletion time, version, and the token. Other
 * keys of the Secret are never held, and the token shows itself to nobody.
 */
@Group("")
@Version("v1")
@Kind("Secret")
@Plural("secrets")
@JsonIgnoreProperties(ignoreUnknown = true)
// Undoes what the interface asks for: to be read as whatever class is registered for the kind.
@JsonDeserialize(using = JsonDeserializer.None.class)
public final class CredentialSecret implements HasMetadata, Namespaced {

    /** The label, and its value, of Secrets that hold a token. The watch asks the API server for these only. */
    public static final String LABEL = "konghq.com/credential";

    public static final String LABEL_VALUE = "konnect";

    /** The key of the token in the Secret's data. */
    public static final String TOKEN_KEY = "token";

    private static final long serialVersionUID = 1L;

    private ObjectMeta metadata = new ObjectMeta();
    private String type = "";
    private transient @Nullable TokenReading token;

    /** The Secret's type; tokens are read from {@code Opaque} ones only. */
    @JsonIgnore
    public String type() {
        return type;
    }

    /** Whether it carries the label of Secrets that hold a token. */
    @JsonIgnore
    public boolean isLabelled() {
        return LABEL_VALUE.equals(Optional.ofNullable(metadata.getLabels())
                .map(all -> all.get(LABEL))
                .orElse(""));
    }

    /** What the key {@value #TOKEN_KEY} holds; empty when there is no such key. */
    @JsonIgnore
    public Optional<TokenReading> token() {
        return Optional.ofNullable(token);
    }

    /** Whether a verdict that rests on the one also holds for the other. */
    public boolean meansTheSameAs(CredentialSecret other) {
        return type.equals(other.type)
                && isLabelled() == other.isLabelled()
                && Objects.equals(metadata.getDeletionTimestamp(), other.metadata.getDeletionTimestamp())
                && token().map(CredentialSecret::essence).equals(other.token().map(CredentialSecret::essence));
    }

    private static Object essence(TokenReading reading) {
        return switch (reading) {
            case TokenReading.Usable usable -> List.of(usable.token().fingerprint(), usable.trimmed());
            case TokenReading.Malformed malformed -> malformed;
        };
    }

    @JsonProperty("type")
    void setType(@Nullable String type) {
        this.type = Objects.requireNonNullElse(type, "");
    }

    @JsonProperty("data")
    void setData(@Nullable JsonNode data) {
        var stored = data == null ? null : data.path(TOKEN_KEY).textValue();
        token = stored == null ? null : decode(stored);
    }

    private static TokenReading decode(String base64) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            return KonnectToken.read(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return new TokenReading.Malformed("it is not text");
        }
    }

    @Override
    public ObjectMeta getMetadata() {
        return metadata;
    }

    @Override
    public void setMetadata(ObjectMeta metadata) {
        // Emptied and not null: the framework reads annotations without a check.
        metadata.setAnnotations(Map.of());
        metadata.setManagedFields(List.of());
        metadata.setOwnerReferences(List.of());
        this.metadata = metadata;
    }

    @Override
    public void setApiVersion(String version) {
        // There is one version, and the class says which.
    }

    @Override
    public String toString() {
        return "Secret[" + metadata.getNamespace() + "/" + metadata.getName() + "]";
    }
}
