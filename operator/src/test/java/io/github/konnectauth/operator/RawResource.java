package io.github.konnectauth.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A resource as a person or another program handles it: without the operator's own model of it. */
record RawResource(Resource<GenericKubernetesResource> handle) {

    GenericKubernetesResource get() {
        return handle.require();
    }

    String version() {
        return get().getMetadata().getResourceVersion();
    }

    /** Changes a field of the spec. */
    void spec(String field, Object value) {
        handle.edit(resource -> {
            Map<String, Object> spec = resource.get("spec");
            spec.put(field, value);
            return resource;
        });
    }

    void annotate(String key, String value) {
        handle.edit(resource -> {
            resource.getMetadata().getAnnotations().put(key, value);
            return resource;
        });
    }

    /** Writes the status as another program does. */
    void status(Consumer<Map<String, Object>> change) {
        handle.editStatus(resource -> {
            var status = Optional.<Map<String, Object>>ofNullable(resource.get("status"))
                    .orElseGet(java.util.HashMap::new);
            change.accept(status);
            resource.setAdditionalProperty("status", status);
            return resource;
        });
    }
}
