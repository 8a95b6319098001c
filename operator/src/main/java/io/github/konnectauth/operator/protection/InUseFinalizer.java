package io.github.konnectauth.operator.protection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The finalizers of objects that are in use, under the names that Kong Operator gives them. They change by JSON patches that
 * first test what was read, so that nobody else's change is undone.
 */
public enum InUseFinalizer {
    /** Of a Secret that resources name. */
    SECRET("gateway.konghq.com/secret-in-use-by-konnect-resource"),
    /** Of a resource that other kinds of Kong name. */
    RESOURCE("konnect.konghq.com/konnectapiauth-in-use");

    /** The status with which the API server answers a patch whose test fails. */
    public static final int TEST_FAILED = 422;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LIST = "/metadata/finalizers";

    private final String text;

    InUseFinalizer(String text) {
        this.text = text;
    }

    /** As it stands among the finalizers. */
    public String text() {
        return text;
    }

    /** Whether the object has it. */
    public boolean isOn(HasMetadata object) {
        return all(object).contains(text);
    }

    /** The JSON patch that adds it, of an object that lacks it. */
    String adding(HasMetadata read) {
        var all = all(read);
        return all.isEmpty()
                ? patch(List.of(sameObject(read), sameVersion(read), step("add", LIST, List.of(text))))
                : patch(List.of(sameObject(read), step("test", LIST, all), step("add", LIST + "/-", text)));
    }

    /** The JSON patch that removes it, of an object that has it. */
    String removing(HasMetadata read) {
        var place = LIST + "/" + all(read).indexOf(text);
        return patch(List.of(sameObject(read), step("test", place, text), Map.of("op", "remove", "path", place)));
    }

    /**
     * Removes it from an object that has it.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException also if the object has changed meanwhile: 409, 404, or
     *     {@link #TEST_FAILED}
     */
    public void takeOff(KubernetesClient client, HasMetadata read) {
        client.resource(read).patch(PatchContext.of(PatchType.JSON), removing(read));
    }

    private static List<String> all(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getFinalizers()).orElse(List.of());
    }

    private static Map<String, Object> sameObject(HasMetadata read) {
        return step("test", "/metadata/uid", read.getMetadata().getUid());
    }

    /** That there is no list cannot be tested everywhere: API servers differ on paths that are not there. */
    private static Map<String, Object> sameVersion(HasMetadata read) {
        return step("test", "/metadata/resourceVersion", read.getMetadata().getResourceVersion());
    }

    private static Map<String, Object> step(String op, String path, Object value) {
        return Map.of("op", op, "path", path, "value", value);
    }

    private static String patch(List<Map<String, Object>> steps) {
        try {
            return JSON.writeValueAsString(steps);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and lists can be written", e);
        }
    }
}
