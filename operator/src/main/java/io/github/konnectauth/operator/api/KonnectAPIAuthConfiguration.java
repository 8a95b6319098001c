package io.github.konnectauth.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The resource, as the operator holds it: of its metadata only what the operator reads. What is dropped is most of its
 * size, and {@code kubectl apply} leaves a copy of an inline token among the annotations.
 */
@Group(KonnectAPIAuthConfiguration.GROUP)
@Version(KonnectAPIAuthConfiguration.VERSION)
@Kind(KonnectAPIAuthConfiguration.KIND)
@Plural(KonnectAPIAuthConfiguration.PLURAL)
@JsonIgnoreProperties(ignoreUnknown = true)
// Undoes what the interface asks for: to be read as whatever class is registered for the kind.
@JsonDeserialize(using = JsonDeserializer.None.class)
public final class KonnectAPIAuthConfiguration implements HasMetadata, Namespaced {

    public static final String GROUP = "konnect.konghq.com";
    public static final String VERSION = "v1alpha1";
    public static final String KIND = "KonnectAPIAuthConfiguration";
    public static final String PLURAL = "konnectapiauthconfigurations";

    /** Anything new in this annotation asks for a check at once. */
    public static final String CHECK_REQUESTED = "konnect.konghq.com/check-requested-at";

    private static final long serialVersionUID = 1L;

    private ObjectMeta metadata = new ObjectMeta();

    // Never written: a status is stored without the spec, so that the token does not travel back.
    @JsonProperty(value = "spec", access = JsonProperty.Access.WRITE_ONLY)
    private transient KonnectAPIAuthConfigurationSpec spec = KonnectAPIAuthConfigurationSpec.EMPTY;

    @JsonProperty("status")
    private transient KonnectAPIAuthConfigurationStatus status = KonnectAPIAuthConfigurationStatus.EMPTY;

    /** A resource to write: this status, to be stored only over the very version that it was computed from. */
    public static KonnectAPIAuthConfiguration statusOf(
            KonnectAPIAuthConfiguration read, KonnectAPIAuthConfigurationStatus status) {
        var written = new KonnectAPIAuthConfiguration();
        written.setMetadata(new ObjectMetaBuilder()
                .withNamespace(read.getMetadata().getNamespace())
                .withName(read.getMetadata().getName())
                .withResourceVersion(read.getMetadata().getResourceVersion())
                .build());
        written.status = status;
        return written;
    }

    /** The spec; an empty one when the resource has none. */
    @JsonIgnore
    public KonnectAPIAuthConfigurationSpec spec() {
        return Optional.ofNullable(spec).orElse(KonnectAPIAuthConfigurationSpec.EMPTY);
    }

    /** The status; an empty one when the resource has none. */
    @JsonIgnore
    public KonnectAPIAuthConfigurationStatus status() {
        return Optional.ofNullable(status).orElse(KonnectAPIAuthConfigurationStatus.EMPTY);
    }

    /** The generation; 0 where the API server counts none. */
    @JsonIgnore
    public long generation() {
        return Optional.ofNullable(metadata.getGeneration()).orElse(0L);
    }

    /** What the annotation that asks for a check says. */
    @JsonIgnore
    public Optional<String> checkRequest() {
        return Optional.ofNullable(metadata.getAnnotations().get(CHECK_REQUESTED));
    }

    @Override
    public ObjectMeta getMetadata() {
        return metadata;
    }

    @Override
    public void setMetadata(ObjectMeta metadata) {
        var request = Optional.ofNullable(metadata.getAnnotations()).map(all -> all.get(CHECK_REQUESTED));
        metadata.setAnnotations(
                request.map(value -> Map.of(CHECK_REQUESTED, value)).orElse(Map.of()));
        metadata.setManagedFields(List.of());
        Optional.ofNullable(metadata.getNamespace()).map(SharedText::of).ifPresent(metadata::setNamespace);
        this.metadata = metadata;
    }

    @Override
    public void setApiVersion(String version) {
        // There is one version, and the class says which.
    }

    @Override
    public String toString() {
        return KIND + "[" + metadata.getNamespace() + "/" + metadata.getName() + "]";
    }
}
