package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No value is dead: each changes what is rendered, in the way that every-value.yaml says. */
class EveryValueTest {

    /**
     * One value and what it does.
     *
     * @param shows stands in the text because of it; empty if it takes something away
     * @param hides stands in the text without it
     */
    record Change(String path, Object to, Optional<String> shows, Optional<String> hides, Map<String, Object> with) {}

    static Stream<Change> changes() throws IOException {
        return Values.parse(Files.readString(Path.of("src/test/resources/every-value.yaml"))).entrySet().stream()
                .map(entry -> change(entry.getKey(), (Map<?, ?>) entry.getValue()))
                .filter(EveryValueTest::isRendered);
    }

    private static Change change(String path, Map<?, ?> fields) {
        Map<String, Object> with = Map.of();
        if (fields.get("with") instanceof Map<?, ?> others) {
            for (var other : others.entrySet()) {
                with = Values.merged(with, Values.of((String) other.getKey(), other.getValue()));
            }
        }
        return new Change(
                path,
                fields.get("to"),
                Optional.ofNullable((String) fields.get("shows")),
                Optional.ofNullable((String) fields.get("hides")),
                with);
    }

    /** These two have templates of their own; their values came first. */
    private static boolean isRendered(Change change) {
        var group = change.path().split("\\.", -1)[0];
        return (!group.equals("prometheusRule") && !group.equals("dashboard"))
                || Files.exists(
                        Chart.DIRECTORY.resolve("templates/" + group.toLowerCase(java.util.Locale.ROOT) + ".yaml"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void changes_what_is_rendered(Change change) {
        var without = Chart.render(change.with()).text();
        var with = Chart.render(Values.merged(change.with(), Values.of(change.path(), change.to())))
                .text();

        assertThat(change.shows().isPresent()).isNotEqualTo(change.hides().isPresent());
        change.shows().ifPresent(text -> {
            assertThat(without).doesNotContain(text);
            assertThat(with).contains(text);
        });
        change.hides().ifPresent(text -> {
            assertThat(without).contains(text);
            assertThat(with).doesNotContain(text);
        });
    }

    @Test
    void every_documented_value_is_among_them() throws IOException {
        assertThat(Values.parse(Files.readString(Path.of("src/test/resources/every-value.yaml")))
                        .keySet())
                .containsExactlyInAnyOrderElementsOf(DocumentedValues.read().stream()
                        .map(DocumentedValues.Value::path)
                        .toList());
    }
}
