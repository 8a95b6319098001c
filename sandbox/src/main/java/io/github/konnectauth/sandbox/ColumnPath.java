package io.github.konnectauth.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column's JSON path: names after dots, and lists narrowed by {@code [?(@.field=='value')]}. CRDs may hold more than that;
 * this project's own does not.
 */
final class ColumnPath {

    private static final Pattern STEP =
            Pattern.compile("\\.([A-Za-z][\\w-]*)|\\[\\?\\(@\\.(\\w+)==[\"'](\\w+)[\"']\\)]");

    private ColumnPath() {}

    /**
     * What stands at a path; a missing node if nothing does.
     *
     * @throws IllegalArgumentException if the path holds more than this type knows
     */
    static JsonNode at(JsonNode resource, String path) {
        var step = STEP.matcher(path);
        var node = resource;
        var end = 0;
        while (end < path.length()) {
            if (!step.find(end) || step.start() != end) {
                throw new IllegalArgumentException("the path " + path + " of a column is not understood at " + end);
            }
            node = step.group(1) == null ? narrowed(node, step) : node.path(step.group(1));
            end = step.end();
        }
        return node;
    }

    private static JsonNode narrowed(JsonNode list, Matcher step) {
        for (var each : list) {
            if (each.path(step.group(2)).asText().equals(step.group(3))) {
                return each;
            }
        }
        return list.path(list.size());
    }
}
