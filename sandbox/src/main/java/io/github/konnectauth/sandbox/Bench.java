package io.github.konnectauth.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sandbox/bench}: measures the operator against a real API server and a simulated Konnect. */
@Command(
        name = "sandbox/bench",
        description =
                "Measures the operator, a process of its own, against a real API server and the Konnect simulator, and"
                        + " holds the figures against their goals. Needs Linux, and KUBE_API_TEST_DIR or a"
                        + " kube-apiserver in ~/.kubeapitest. docs/performance.md says what each case does.",
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class Bench implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "<case>",
            description = "These cases only: one, burst, shared, memory, quota, restart, overdue, flood, steady,"
                    + " restart-secrets, steady-shared. May be repeated.")
    private List<String> only = List.of();

    @Option(
            names = "--resources",
            split = ",",
            paramLabel = "<n>",
            description = "How many resources at once, instead of what the goals speak of. Several for bursts.")
    private List<Integer> resources = List.of();

    @Option(
            names = "--runs",
            defaultValue = "3",
            paramLabel = "<n>",
            description = "Runs that a median is taken of, but for bursts of 2,500 and 5,000. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--samples",
            defaultValue = "100",
            paramLabel = "<n>",
            description = "Resources one after another, in the case one. Default: ${DEFAULT-VALUE}.")
    private int samples;

    @Option(
            names = "--latency",
            defaultValue = "80ms",
            converter = DurationOption.class,
            paramLabel = "<duration>",
            description = "Time that every answer of Konnect takes. Default: ${DEFAULT-VALUE}.")
    private Duration latency = Duration.ZERO;

    @Option(
            names = "--java-option",
            paramLabel = "<option>",
            description =
                    "An option for the operator's JVM, such as -Xmx96m. It wins over the image's. May be repeated.")
    private List<String> javaOptions = List.of();

    @Option(
            names = "--operator-option",
            paramLabel = "<option>",
            description = "An option for the operator, such as --regional-probe=false. May be repeated.")
    private List<String> operatorOptions = List.of();

    @Option(
            names = "--without-image",
            description = "Use the JDK and the image's options, even if the image is built: for JFR, which it lacks.")
    private boolean isWithoutImage;

    @Option(
            names = "--out",
            paramLabel = "<directory>",
            description = "Where JSON and drawings go. Default: sandbox/target/bench.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--docs",
            description = "Write JSON, drawings and the table into docs/. With --only or --resources,"
                    + " other results of the same machine and options stay there.")
    private boolean isForDocs;

    @Parameters(index = "0", hidden = true, description = "The repository.")
    private Path root = Path.of(".");

    private Bench() {}

    /** Exits with 0 if everything was measured, whether goals are met or not; 1 if not, 2 for a wrong flag. */
    public static void main(String[] arguments) {
        System.exit(Program.execute(new Bench(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        check();
        var program = OperatorProgram.likeTheImage(root, withAttaching(), !isWithoutImage);
        return Stage.set("bench", stage -> {
            var noPacing = new OperatorFlags(program).noPacing();
            var plan = new BenchPlan(
                    new LinkedHashSet<>(only), resources, runs, samples, latency, program, operatorOptions, noPacing);
            measure(plan, stage);
        });
    }

    private void measure(BenchPlan plan, Stage stage) throws SandboxFailure, InterruptedException, IOException {
        var files = new BenchFiles(isForDocs ? root.resolve("docs") : out.orElse(root.resolve("sandbox/target/bench")));
        var machine = MachineFacts.of(plan, new ApiServerChoice(System.getenv(), stage).realVersion());
        stage.progress().step(machine.text());
        stage.progress()
                .step(
                        plan.noPacing().isEmpty()
                                ? "This operator has no pacing to turn off."
                                : "Pacing off is " + String.join(" ", plan.noPacing()) + ".");
        var report = new BenchRun(new BenchTools(plan, stage, root))
                .measure(files.begun(machine, plan.isPart()), files::keep);
        stage.progress().step("Done. " + report.missed() + " goals missed. Written to " + files.directory() + ".");
    }

    private List<String> withAttaching() {
        var options = new ArrayList<>(javaOptions);
        options.addFirst(LiveHeap.OPTION);
        return options;
    }

    private void check() {
        for (var name : only) {
            if (!BenchRun.names().contains(name)) {
                throw wrong("--only: there is no case '" + name + "'. There are: " + String.join(", ", BenchRun.names())
                        + ".");
            }
        }
        if (runs < 1 || samples < 1 || resources.stream().anyMatch(number -> number < 1)) {
            throw wrong("--resources, --runs and --samples have to be at least 1.");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
