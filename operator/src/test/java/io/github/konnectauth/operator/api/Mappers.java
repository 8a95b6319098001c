package io.github.konnectauth.operator.api;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/** The ways in which this program, or a library that it uses, reads and writes JSON. */
public final class Mappers {

    private Mappers() {}

    /** fabric8's own, as every client has it. */
    public static KubernetesSerialization kubernetes() {
        return new KubernetesSerialization();
    }

    /** Mappers that write whatever they are given, from the fairly discreet to the nosiest one that there can be. */
    public static List<ObjectMapper> nosy() {
        return List.of(lenient(), lenient().setVisibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY));
    }

    private static ObjectMapper lenient() {
        return new ObjectMapper().findAndRegisterModules().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
    }
}
