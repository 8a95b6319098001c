package io.github.konnectauth.chart;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The values that {@code values.yaml} explains. A comment directly above a key is about all that the key holds; a key without one only
 * groups those below it.
 */
final class DocumentedValues {

    static final Path FILE = Chart.SOURCE.resolve("values.yaml");

    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):(.*)");

    private DocumentedValues() {}

    /**
     * One of them.
     *
     * @param path such as {@code image.tag}
     * @param fallback what holds if nobody sets it
     * @param meaning the comment
     */
    record Value(String path, Object fallback, String meaning) {

        /** The default as a table shows it. */
        String shownDefault() {
            return "`" + (fallback instanceof String text && !text.isEmpty() ? text : Serialization.asJson(fallback))
                    + "`";
        }
    }

    /** All, in the order of the file. */
    static List<Value> read() throws IOException {
        var text = Files.readString(FILE);
        var defaults = Values.parse(text);
        var found = new ArrayList<Value>();
        var sections = new ArrayDeque<String>();
        var comment = new ArrayList<String>();
        var inside = Integer.MAX_VALUE;
        for (var line : text.lines().toList()) {
            var key = KEY.matcher(line);
            if (line.isBlank()) {
                comment.clear();
            } else if (line.stripLeading().startsWith("#")) {
                comment.add(line.stripLeading().substring(1).strip());
            } else if (key.matches() && key.group(1).length() <= inside) {
                var depth = key.group(1).length() / 2;
                while (sections.size() > depth) {
                    sections.removeLast();
                }
                sections.addLast(key.group(2));
                inside = Integer.MAX_VALUE;
                if (!comment.isEmpty()) {
                    var path = String.join(".", sections);
                    found.add(new Value(path, at(defaults, path), String.join(" ", comment)));
                    inside = key.group(1).length();
                } else if (!key.group(3).isBlank()) {
                    throw new AssertionError(String.join(".", sections) + " has no comment in " + FILE);
                }
                comment.clear();
            }
        }
        return found;
    }

    private static Object at(Map<String, Object> values, String path) {
        Object place = values;
        for (var part : path.split("\\.", -1)) {
            place = ((Map<?, ?>) place).get(part);
        }
        return place;
    }

    /** The table of the README. */
    static String table() throws IOException {
        return read().stream()
                .map(value -> "| `" + value.path() + "` | " + value.shownDefault() + " | " + value.meaning() + " |\n")
                .collect(Collectors.joining("", "| value | default | meaning |\n|---|---|---|\n", ""));
    }
}
