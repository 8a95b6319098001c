package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics and Events that the reference lists are those that an operator shows to which everything happens. */
class ShownMetricsTest {

    private static final Document REFERENCE = Document.of("docs/reference.md");
    private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"([^\"]*)\"");
    private static final Pattern NAME_IN_CODE = Pattern.compile("\"konnect[._]auth[._]([a-z._]+)\"");
    private static final Pattern EVENT_IN_CODE = Pattern.compile("event\\(\\s*resource,\\s*\\w+,\\s*\"(\\w+)\"");
    private static final List<String> PARTS_OF_A_HISTOGRAM = List.of("_bucket", "_count", "_sum");

    @TempDir
    private static Path directory = Path.of("");

    private static String page = "";
    private static Set<String> events = Set.of();

    @BeforeAll
    static void run() throws IOException {
        try (var operator = new TriedOperator(directory)) {
            operator.goThroughEverything();
            page = operator.metrics();
            events = operator.events();
        }
    }

    @AfterAll
    static void check() {
        Canary.assertAbsent("the metrics", page);
    }

    @Test
    void every_metric_has_its_row_with_type_labels_and_help() {
        var shown = families().entrySet().stream().map(family -> {
            var name = family.getKey();
            return Row.of(name, family.getValue(), labels(name), help(name));
        });

        assertThat(REFERENCE.table("metrics").stream().map(Row::read))
                .containsExactlyInAnyOrderElementsOf(shown.toList());
    }

    @Test
    void nothing_is_measured_that_did_not_happen_here() throws IOException {
        var shown = families().keySet().stream()
                .map(name -> name.replaceFirst("^konnect_auth_", ""))
                .collect(Collectors.toSet());

        assertThat(DocumentsTest.inMain(NAME_IN_CODE))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(shown)
                        .containsAnyOf(
                                name.replace('.', '_'),
                                name.replace('.', '_') + "_total",
                                name.replace('.', '_') + "_seconds"));
    }

    @Test
    void every_operation_and_outcome_of_a_call_is_listed() {
        assertThat(REFERENCE.code("operation")).isEqualTo(values("operation"));
        assertThat(REFERENCE.code("outcome")).isEqualTo(values("outcome"));
    }

    @Test
    void every_event_is_listed() throws IOException {
        var listed = REFERENCE
                .names("events")
                .flatMap(Document::codeIn)
                .filter(word -> !word.equals("Ready"))
                .collect(Collectors.toSet());
        var reasons = Arrays.stream(Reason.values()).map(Reason::text).collect(Collectors.toSet());
        var others = new HashSet<>(events);
        others.removeAll(reasons);

        assertThat(events).contains("Valid", "TokenRejected");
        assertThat(others).isEqualTo(listed);
        assertThat(DocumentsTest.inMain(EVENT_IN_CODE)).isEqualTo(listed);
    }

    /** Types by name. */
    private static Map<String, String> families() {
        var types = new HashMap<String, String>();
        page.lines().filter(line -> line.startsWith("# TYPE ")).forEach(line -> {
            var words = line.split(" ", 4);
            types.put(words[2], words[3]);
        });
        assertThat(types).isNotEmpty();
        return types;
    }

    private static String help(String name) {
        return page.lines()
                .filter(line -> line.startsWith("# HELP " + name + " "))
                .findFirst()
                .orElseThrow()
                .substring(("# HELP " + name + " ").length());
    }

    private static Set<String> labels(String name) {
        var labels = rows(name)
                .flatMap(row -> LABEL.matcher(row).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        labels.remove("le");
        return labels;
    }

    private static Set<String> values(String label) {
        return rows("konnect_auth_request_duration_seconds")
                .flatMap(row -> LABEL.matcher(row).results())
                .filter(found -> found.group(1).equals(label))
                .map(found -> found.group(2))
                .collect(Collectors.toSet());
    }

    private static Stream<String> rows(String name) {
        return page.lines().filter(line -> !line.startsWith("#")).filter(line -> {
            var metric = line.replaceFirst("[{ ].*", "");
            return metric.equals(name) || PARTS_OF_A_HISTOGRAM.stream().anyMatch(part -> metric.equals(name + part));
        });
    }

    /** A row of the table. */
    private record Row(String name, String type, Set<String> labels, String meaning) {

        static Row of(String name, String type, Set<String> labels, String meaning) {
            return new Row(name, type, Set.copyOf(labels), meaning);
        }

        static Row read(List<String> cells) {
            return of(
                    Document.codeIn(cells.get(0)).collect(Collectors.joining()),
                    cells.get(1),
                    Document.codeIn(cells.get(2)).collect(Collectors.toSet()),
                    cells.get(3));
        }
    }
}
