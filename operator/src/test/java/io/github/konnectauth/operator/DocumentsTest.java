package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say about the code is what the code does. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final Set<Reason> UNDECIDED =
            Set.of(Reason.PENDING, Reason.RATE_LIMITED, Reason.KONNECT_UNREACHABLE, Reason.UNEXPECTED_RESPONSE);

    @Test
    void the_readme_explains_every_reason() throws IOException {
        var rows = table("README.md", "reasons");

        assertThat(rows.stream().map(row -> List.of(row.get(0), row.get(1), row.get(4))))
                .containsExactlyElementsOf(Stream.of(Reason.values())
                        .map(reason -> List.of("`" + reason.text() + "`", ready(reason), progress(reason)))
                        .toList());
        assertThat(rows).allSatisfy(row -> assertThat(row.get(3)).isNotBlank());
    }

    @Test
    void the_configuration_lists_every_flag_as_help_explains_it() throws IOException {
        var run = Optional.ofNullable(
                        OperatorMain.commandLine(Map.of()).getSubcommands().get("run"))
                .orElseThrow()
                .getCommandSpec();
        var flags = run.options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(option -> {
                    var fallback = option.defaultValue().isEmpty() ? "none" : "`" + option.defaultValue() + "`";
                    var variable = "KONNECT_AUTH_"
                            + option.longestName()
                                    .substring(2)
                                    .replace('-', '_')
                                    .toUpperCase(java.util.Locale.ROOT);
                    return List.of(
                            "`" + option.longestName() + "`", "`" + variable + "`", fallback, option.description()[0]);
                })
                .toList();

        assertThat(table("docs/configuration.md", "flags")).containsExactlyElementsOf(flags);
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

    /** The rows between two markers, without the head. */
    private static List<List<String>> table(String file, String marker) throws IOException {
        var text = Files.readString(ROOT.resolve(file));
        var start = text.indexOf("<!-- " + marker + " -->");
        var end = text.indexOf("<!-- /" + marker + " -->");
        assertThat(start).as("the marker of " + marker + " in " + file).isNotNegative();
        return text.substring(start, end)
                .lines()
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }
}
