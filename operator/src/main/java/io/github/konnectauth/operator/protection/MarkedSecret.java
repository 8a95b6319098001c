package io.github.konnectauth.operator.protection;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A Secret without its data: its name, labels and finalizers are all that is looked at. */
@Group("")
@Version("v1")
@Kind("Secret")
@Plural("secrets")
@JsonIgnoreProperties(ignoreUnknown = true)
// Undoes what the interface asks for: to be read as whatever class is registered for the kind.
@JsonDeserialize(using = JsonDeserializer.None.class)
public final class MarkedSecret implements HasMetadata, Namespaced {

    private static final long serialVersionUID = 1L;

    private ObjectMeta metadata = new ObjectMeta();

    @Override
    public ObjectMeta getMetadata() {
        return metadata;
    }

    @Override
    public void setMetadata(ObjectMeta metadata) {
        this.metadata = metadata;
    }

    @Override
    public void setApiVersion(String version) {
        // There is one version, and the class says which.
    }
}
