package io.github.konnectauth.chart;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as Helm takes them: nested maps. */
final class Values {

    private Values() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> parse(String yaml) {
        var parsed = Serialization.unmarshal(yaml, Map.class);
        return parsed == null ? Map.of() : (Map<String, Object>) parsed;
    }

    /** One value alone, by its dotted path. */
    static Map<String, Object> of(String path, Object value) {
        var parts = Arrays.asList(path.split("\\.", -1));
        return nested(parts, value);
    }

    private static Map<String, Object> nested(List<String> path, Object value) {
        var inner = path.size() == 1 ? value : nested(path.subList(1, path.size()), value);
        var map = new LinkedHashMap<String, Object>();
        map.put(path.getFirst(), inner);
        return map;
    }

    /** Both; where they disagree, the second. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> merged(Map<String, ?> first, Map<String, ?> second) {
        var all = new LinkedHashMap<String, Object>(first);
        second.forEach((key, value) -> all.put(
                key,
                value instanceof Map<?, ?> inner && all.get(key) instanceof Map<?, ?> below
                        ? merged((Map<String, ?>) below, (Map<String, ?>) inner)
                        : value));
        return all;
    }
}
