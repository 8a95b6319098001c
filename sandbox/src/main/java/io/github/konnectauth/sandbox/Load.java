package io.github.konnectauth.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** {@code sandbox/load}: measures the operator against a real API server and a simulated Konnect. */
@Command(
        name = "sandbox/load",
        description =
                "Measures the operator, a process of its own, against a real API server and the Konnect simulator, and"
                        + " prints one table. Needs KUBE_API_TEST_DIR or a kube-apiserver in ~/.kubeapitest.",
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class Load implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--resources",
            defaultValue = "1000",
            paramLabel = "<n>",
            description = "Resources at once. Default: ${DEFAULT-VALUE}.")
    private int resources;

    @Option(
            names = "--idle",
            defaultValue = "60",
            paramLabel = "<n>",
            description = "Resources one after another, on an idle operator. Default: ${DEFAULT-VALUE}.")
    private int oneByOne;

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
            description = "An option for the operator's JVM, such as -Xmx160m. May be repeated.")
    private List<String> javaOptions = List.of();

    @Option(
            names = "--operator-option",
            paramLabel = "<option>",
            description = "An option for the operator, such as --regional-probe=false. May be repeated.")
    private List<String> operatorOptions = List.of();

    @Option(names = "--json", paramLabel = "<file>", description = "Write the numbers to this file too.")
    private Optional<Path> json = Optional.empty();

    @Parameters(index = "0", hidden = true, description = "The repository.")
    private Path root = Path.of(".");

    private Load() {}

    /** Exits with 0 if everything was measured, 1 if not, 2 for a wrong flag. */
    public static void main(String[] arguments) {
        System.exit(Program.execute(new Load(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (resources < 1 || oneByOne < 1) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--resources and --idle have to be at least 1.");
        }
        var plan = new LoadPlan(resources, oneByOne, latency, javaOptions, operatorOptions);
        return Stage.set("load", stage -> {
            var measurements = new LoadRun(plan, root, stage).measure();
            stage.progress().lines("\n" + measurements.table().text() + "\n" + measurements.circumstances());
            if (json.isPresent()) {
                Files.writeString(json.get(), measurements.json());
            }
        });
    }
}
