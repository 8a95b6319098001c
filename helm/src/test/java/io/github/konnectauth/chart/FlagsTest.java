package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The chart spells the operator's flags as docs/reference.md lists them, which is checked against the operator itself. */
class FlagsTest {

    private static final Path DOCUMENT = Path.of("../docs/reference.md");
    /** What the chart decides by itself, or what depends on the release. */
    private static final Set<String> OF_THE_RELEASE = Set.of(
            "--leader-election",
            "--lease-name",
            "--lease-namespace",
            "--ca-bundle",
            "--watch-namespaces",
            "--label-selector");

    @Test
    void every_flag_that_is_passed_exists_and_every_flag_can_be_passed() throws IOException {
        var everything = Chart.render("""
            watchNamespaces: [a]
            labelSelector: a=b
            caBundle: {secretName: trust}
            """);

        assertThat(passed(everything).keySet())
                .containsExactlyInAnyOrderElementsOf(documented().keySet());
    }

    @Test
    void with_nothing_set_each_flag_has_the_operators_own_default() throws IOException {
        var defaults = documented();
        defaults.keySet().removeAll(OF_THE_RELEASE);
        var passed = passed(Chart.render());
        passed.keySet().removeAll(OF_THE_RELEASE);

        assertThat(passed).isEqualTo(defaults);
    }

    private static Map<String, String> passed(Rendered rendered) {
        var arguments = rendered.only("Deployment", Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getArgs();
        var flags = new LinkedHashMap<String, String>();
        assertThat(arguments.getFirst()).isEqualTo("run");
        arguments.stream()
                .skip(1)
                .map(argument -> argument.split("=", 2))
                .forEach(parts -> flags.put(parts[0], parts[1]));
        return flags;
    }

    private static Map<String, String> documented() throws IOException {
        var flags = new LinkedHashMap<String, String>();
        Files.readString(DOCUMENT)
                .lines()
                // Other tables list the flags of other subcommands.
                .takeWhile(line -> !line.equals("<!-- /flags -->"))
                .filter(line -> line.startsWith("| `--"))
                .map(line -> line.split("\\|", -1))
                .forEach(cells -> flags.put(
                        cells[1].strip().replace("`", ""), cells[3].strip().replace("`", "")));
        return flags;
    }
}
