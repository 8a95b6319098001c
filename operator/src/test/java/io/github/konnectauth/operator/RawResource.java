package io.github.konnectauth.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

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
        edit(resource -> {
            Map<String, Object> spec = resource.get("spec");
            spec.put(field, value);
            return resource;
        });
    }

    void annotate(String key, String value) {
        edit(resource -> {
            resource.getMetadata().getAnnotations().put(key, value);
            return resource;
        });
    }

    /** Writes the status as another program does. */
    void status(Consumer<Map<String, Object>> change) {
        retried(handle::editStatus, resource -> {
            var status = Optional.<Map<String, Object>>ofNullable(resource.get("status"))
                    .orElseGet(java.util.HashMap::new);
            change.accept(status);
            resource.setAdditionalProperty("status", status);
            return resource;
        });
    }

    /** Changes the resource, again if somebody else was faster. */
    void edit(UnaryOperator<GenericKubernetesResource> change) {
        retried(handle::edit, change);
    }

    private static void retried(
            Consumer<UnaryOperator<GenericKubernetesResource>> write, UnaryOperator<GenericKubernetesResource> change) {
        for (var tries = 1; ; tries++) {
            try {
                write.accept(change);
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || tries == 10) {
                    throw e;
                }
            }
        }
    }
}
