package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the forge's workflows may do and take in. Whether they work there, no test here can tell. */
class WorkflowsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path WORKFLOWS = ROOT.resolve(".github/workflows");
    private static final Pattern USES = Pattern.compile("uses: (?!\\./)(\\S+)@(\\S+)(.*)");
    private static final Pattern FETCHED_PROGRAM = Pattern.compile("go (?:run|install) (\\S+)");
    private static final Pattern OWN_SCRIPT =
            Pattern.compile("(?:^|[ (])((?:\\.ci|operator|helm|sandbox)/[a-z/.-]+)(?=[\\s):]|$)");
    private static final Pattern MAVEN = Pattern.compile("\\bmvnw?\\b");
    private static final Pattern PROFILE = Pattern.compile("-P(\\w+)");

    /** All rights to write that any job has. */
    private static final Map<String, Set<String>> WRITERS = Map.of(
            "codeql.yml/analyze", Set.of("security-events"),
            "release.yml/publish", Set.of("packages", "id-token", "attestations"),
            "release.yml/draft", Set.of("contents"));

    private record Step(String job, JsonNode content) {

        boolean uses(String action) {
            return content.path("uses").asText().startsWith(action + "@");
        }
    }

    @Test
    void an_action_is_pinned_to_a_commit_beside_which_its_version_stands() throws IOException {
        var pins = new TreeMap<String, Set<String>>();
        for (var file : files()) {
            for (var use : USES.matcher(Files.readString(file)).results().toList()) {
                assertThat(use.group(2)).as(use.group()).matches("[0-9a-f]{40}");
                assertThat(use.group(3)).as(use.group()).matches(" # v\\d+\\.\\d+\\.\\d+");
                pins.computeIfAbsent(use.group(1), _ -> new TreeSet<>()).add(use.group(2) + use.group(3));
            }
        }

        assertThat(pins).containsKey("actions/checkout");
        assertThat(pins).allSatisfy((action, pin) -> assertThat(pin).as(action).hasSize(1));
    }

    /** What the pattern above reads as text is what the forge reads as YAML. */
    @Test
    void nothing_is_used_unpinned() throws IOException {
        var used = steps().map(step -> step.content().path("uses").asText()).filter(text -> !text.isEmpty());

        assertThat(used).hasSizeGreaterThan(10).allMatch(text -> text.matches("[^@]+@[0-9a-f]{40}"));
        for (var job : jobs().entrySet()) {
            assertThat(job.getValue().path("uses").asText()).as(job.getKey()).matches("|\\./\\.github/workflows/.+");
        }
    }

    @Test
    void a_job_has_the_rights_that_it_names_and_no_others() throws IOException {
        for (var file : files()) {
            assertThat(yaml(file).path("permissions")).as(file.toString()).hasToString("{}");
        }
        var writers = new TreeMap<String, Set<String>>();
        for (var job : jobs().entrySet()) {
            var rights = job.getValue().path("permissions");
            assertThat(rights.isObject()).as(job.getKey()).isTrue();
            var written = rights.properties().stream()
                    .filter(right -> !right.getValue().asText().equals("read"))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            if (!written.isEmpty()) {
                writers.put(job.getKey(), written);
            }
        }
        assertThat(writers).isEqualTo(WRITERS);
    }

    @Test
    void no_workflow_runs_somebody_elses_change_with_the_repositorys_rights() throws IOException {
        for (var file : files()) {
            var on = yaml(file).path("on");
            assertThat(on.isEmpty()).as(file.toString()).isFalse();
            assertThat(on.has("pull_request_target") || on.has("workflow_run"))
                    .as(file.toString())
                    .isFalse();
        }
    }

    @Test
    void no_token_is_left_in_a_checkout() throws IOException {
        assertThat(steps().filter(step -> step.uses("actions/checkout")))
                .hasSizeGreaterThan(3)
                .allSatisfy(step -> assertThat(step.content().at("/with/persist-credentials"))
                        .as(step.job())
                        .hasToString("false"));
    }

    /** The name of a branch, or the title of a change, would be a command otherwise. */
    @Test
    void a_script_gets_what_others_have_written_as_variables_only() throws IOException {
        assertThat(steps().filter(step -> step.content().has("run")))
                .hasSizeGreaterThan(10)
                .allSatisfy(step -> assertThat(step.content().path("run").asText())
                        .as(step.job())
                        .doesNotContain("${{"));
    }

    @Test
    void what_is_published_is_built_from_no_cache() throws IOException {
        assertThat(steps().filter(step -> step.job().startsWith("release.yml/")).map(Step::content))
                .noneMatch(step -> step.path("uses").asText().startsWith("actions/cache"))
                .allSatisfy(
                        step -> assertThat(step.at("/with/cache").asText("")).isIn("", "false"));
    }

    /** A plugin of the build could sign whatever it likes otherwise. */
    @Test
    void no_job_that_may_sign_runs_maven() throws IOException {
        var signing = jobs().entrySet().stream()
                .filter(job ->
                        job.getValue().at("/permissions/id-token").asText().equals("write"))
                .toList();

        assertThat(signing).isNotEmpty();
        for (var job : signing) {
            assertThat(job.getValue().has("uses")).as(job.getKey()).isFalse();
            for (var step : job.getValue().path("steps")) {
                var script = step.path("run").asText();
                assertThat(script).as(job.getKey()).doesNotContainPattern(MAVEN);
                for (var called : OWN_SCRIPT.matcher(script).results().toList()) {
                    assertThat(Files.readString(ROOT.resolve(called.group(1))))
                            .as(called.group(1))
                            .doesNotContainPattern(MAVEN);
                }
            }
        }
    }

    @Test
    void every_job_has_an_end() throws IOException {
        assertThat(jobs())
                .allSatisfy((name, job) -> assertThat(job.has("timeout-minutes") || job.has("uses"))
                        .as(name)
                        .isTrue());
    }

    @Test
    void a_program_that_a_script_fetches_has_a_version() throws IOException {
        assertThat(scripts()
                        .flatMap(script -> FETCHED_PROGRAM.matcher(script).results())
                        .map(found -> found.group(1)))
                .hasSize(2)
                .allMatch(program -> program.matches(".+@v\\d+\\.\\d+\\.\\d+"));
    }

    @Test
    void the_scripts_and_profiles_that_are_called_are_there() throws IOException {
        var all = scripts().toList();

        assertThat(all.stream()
                        .flatMap(script -> OWN_SCRIPT.matcher(script).results())
                        .map(found -> found.group(1)))
                .filteredOn(path -> !path.contains("/target/"))
                .contains(".ci/run", ".ci/helm", ".ci/same-jars", ".ci/released-chart", "operator/src/image/twice")
                .allSatisfy(path -> assertThat(ROOT.resolve(path)).isExecutable());
        var pom = Files.readString(Path.of("pom.xml"));
        assertThat(all.stream()
                        .flatMap(script -> PROFILE.matcher(script).results())
                        .map(found -> found.group(1)))
                .contains("image", "mutation")
                .allSatisfy(profile -> assertThat(pom).contains("<id>" + profile + "</id>"));
    }

    @Test
    void updates_are_proposed_for_libraries_and_for_actions() throws IOException {
        var updates = yaml(ROOT.resolve(".github/dependabot.yml")).path("updates");

        assertThat(stream(updates)
                        .map(update -> update.path("package-ecosystem").asText()))
                .containsExactlyInAnyOrder("maven", "github-actions");
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.list(WORKFLOWS)) {
            var all = files.sorted().toList();
            assertThat(all).hasSizeGreaterThan(3);
            return all;
        }
    }

    private static JsonNode yaml(Path file) throws IOException {
        return Serialization.unmarshal(Files.readString(file), JsonNode.class);
    }

    /** By file and name. */
    private static Map<String, JsonNode> jobs() throws IOException {
        var jobs = new TreeMap<String, JsonNode>();
        for (var file : files()) {
            yaml(file)
                    .path("jobs")
                    .properties()
                    .forEach(job -> jobs.put(file.getFileName() + "/" + job.getKey(), job.getValue()));
        }
        return jobs;
    }

    private static Stream<Step> steps() throws IOException {
        var steps = new ArrayList<Step>();
        jobs().forEach((name, job) -> stream(job.path("steps")).forEach(step -> steps.add(new Step(name, step))));
        return steps.stream();
    }

    private static Stream<String> scripts() throws IOException {
        return steps().map(step -> step.content().path("run").asText()).filter(text -> !text.isEmpty());
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
