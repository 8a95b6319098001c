package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.api.Reason;
import io.github.konnectauth.operator.token.CredentialSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say about the code is what the code does. {@link ShownMetricsTest} has metrics and Events. */
class DocumentsTest {

    private static final Document REFERENCE = Document.of("docs/reference.md");
    private static final Pattern LOG_FIELD = Pattern.compile("addKeyValue\\(\\s*\"([^\"]+)\"");

    /** Of every line, and of one that tells a bug. */
    private static final Set<String> FIELDS_OF_THE_ENCODER =
            Set.of("time", "level", "logger", "message", "stack_trace");

    private static final Set<Reason> UNDECIDED =
            Set.of(Reason.PENDING, Reason.RATE_LIMITED, Reason.KONNECT_UNREACHABLE, Reason.UNEXPECTED_RESPONSE);

    @Test
    void the_reference_explains_every_reason() {
        var rows = REFERENCE.table("reasons");

        assertThat(rows.stream().map(row -> List.of(row.get(0), row.get(1), row.get(4))))
                .containsExactlyElementsOf(Stream.of(Reason.values())
                        .map(reason -> List.of(quoted(reason.text()), ready(reason), progress(reason)))
                        .toList());
        assertThat(rows).allSatisfy(row -> assertThat(row.get(3)).isNotBlank());
    }

    @Test
    void the_readme_names_no_other_reasons() {
        assertThat(Stream.of(Reason.values()).map(Reason::text))
                .containsAll(Document.of("README.md")
                        .names("common reasons")
                        .flatMap(Document::codeIn)
                        .toList());
    }

    @Test
    void the_reference_lists_every_condition() {
        assertThat(REFERENCE.names("conditions"))
                .containsExactlyInAnyOrder(
                        quoted(Condition.API_AUTH_VALID),
                        quoted(Condition.RESOLVED_REFS),
                        quoted(Condition.READY),
                        quoted(Condition.RECONCILING),
                        quoted(Condition.STALLED));
    }

    @Test
    void the_reference_lists_every_flag_as_help_explains_it() {
        var flags = RunFlags.COMMAND.flags().stream()
                .map(flag -> List.of(
                        quoted(flag.dashed()),
                        quoted(flag.variable()),
                        flag.fallback().isEmpty() ? "none" : quoted(flag.fallback()),
                        flag.description()))
                .toList();

        assertThat(REFERENCE.table("flags")).containsExactlyElementsOf(flags);
    }

    @Test
    void what_tools_make_of_each_reason_follows_from_its_progress() {
        assertThat(Document.of("docs/gitops.md").table("tools"))
                .containsExactlyElementsOf(Stream.of(Reason.values())
                        .map(reason -> switch (reason.progress()) {
                            case DONE -> List.of(quoted(reason.text()), "Current", "Healthy", "current");
                            case RECONCILING ->
                                List.of(quoted(reason.text()), "InProgress", "Progressing", "inProgress");
                            case STALLED -> List.of(quoted(reason.text()), "Failed", "Degraded", "failed");
                        })
                        .toList());
    }

    @Test
    void hand_back_takes_what_it_takes_back_and_flags_that_run_has_too() {
        var handBack = new ArrayList<>(HandBackFlags.COMMAND.flags());
        var what = handBack.removeFirst();

        assertThat(what.dashed()).isEqualTo("--what");
        assertThat(REFERENCE.names("parts"))
                .containsExactly(Stream.of(what.fallback().split(","))
                        .map(DocumentsTest::quoted)
                        .toArray(String[]::new));
        assertThat(REFERENCE.names("hand-back flags"))
                .containsExactlyElementsOf(
                        handBack.stream().map(flag -> quoted(flag.dashed())).toList());
        assertThat(RunFlags.COMMAND.flags()).containsAll(handBack);
    }

    @Test
    void the_reference_lists_the_annotation_and_the_label_that_mean_something() {
        assertThat(REFERENCE.names("marks"))
                .containsExactlyInAnyOrder(
                        quoted(KonnectAPIAuthConfiguration.CHECK_REQUESTED), quoted(CredentialSecret.LABEL));
        assertThat(REFERENCE.code("marks")).contains(CredentialSecret.LABEL_VALUE);
    }

    @Test
    void the_reference_lists_every_field_of_log_lines() throws IOException {
        var fields = inMain(LOG_FIELD);

        assertThat(fields).contains("namespace", "reason", "lease");
        assertThat(REFERENCE.names("fields"))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(fields.stream(), FIELDS_OF_THE_ENCODER.stream())
                        .map(DocumentsTest::quoted)
                        .distinct()
                        .toList());
    }

    @Test
    void every_link_between_documents_leads_somewhere() throws IOException {
        assertThat(Document.all())
                .hasSizeGreaterThan(5)
                .allSatisfy(document -> assertThat(document.deadLinks())
                        .as(document.file().toString())
                        .isEmpty());
    }

    /** What the first group of the pattern finds in the program's own code. */
    static Set<String> inMain(Pattern pattern) throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            var found = new java.util.TreeSet<String>();
            for (var file : files.filter(Files::isRegularFile).toList()) {
                pattern.matcher(Files.readString(file)).results().forEach(match -> found.add(match.group(1)));
            }
            return found;
        }
    }

    static String quoted(String text) {
        return "`" + text + "`";
    }

    private static String ready(Reason reason) {
        if (reason == Reason.VALID) {
            return "True";
        }
        return UNDECIDED.contains(reason) ? "Unknown" : "False";
    }

    private static String progress(Reason reason) {
        return switch (reason.progress()) {
            case DONE -> "—";
            case RECONCILING -> "Reconciling";
            case STALLED -> "Stalled";
        };
    }
}
