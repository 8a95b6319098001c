package io.github.konnectauth.chart.monitoring;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads YAML and JSON whose form nobody has written down as types. What is not there is empty. */
final class Yaml {

    private Yaml() {}

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<?, ?> read(Path file) {
        return parse(text(file));
    }

    static Map<?, ?> parse(String text) {
        return Serialization.unmarshal(text, Map.class);
    }

    /** The maps in a list. */
    static List<Map<?, ?>> maps(Map<?, ?> parent, String key) {
        return list(parent, key).stream().<Map<?, ?>>map(Map.class::cast).toList();
    }

    static List<?> list(Map<?, ?> parent, String key) {
        return Optional.ofNullable((List<?>) parent.get(key)).orElse(List.of());
    }

    static Map<?, ?> map(Map<?, ?> parent, String key) {
        return Optional.<Map<?, ?>>ofNullable((Map<?, ?>) parent.get(key)).orElse(Map.of());
    }

    static Map<String, String> texts(Map<?, ?> parent, String key) {
        return map(parent, key).entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> String.valueOf(entry.getKey()), entry -> String.valueOf(entry.getValue())));
    }

    static String text(Map<?, ?> parent, String key) {
        return Optional.ofNullable(parent.get(key)).map(String::valueOf).orElse("");
    }
}
