package io.github.konnectauth.chart;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The chart as users get it, handled by Helm as a library. Not for tests that run at once. */
public final class Chart {

    /** The staged chart, with the CRD in it. */
    public static final Path DIRECTORY = Path.of("target/chart/konnect-auth-operator");
    /** The chart as it lies in git, without the CRD. */
    public static final Path SOURCE = Path.of("konnect-auth-operator");

    private static final String RELEASE = "konnect-auth-operator";
    private static final String NAMESPACE = "konnect-auth";
    private static final String OLDEST_KUBERNETES = "1.30.0";

    private Chart() {}

    /** What a release named konnect-auth-operator in the namespace konnect-auth consists of, with nothing set. */
    public static Rendered render() {
        return render(Map.of());
    }

    /**
     * The same with these values.
     *
     * @throws IllegalStateException if Helm refuses; the message is Helm's
     */
    public static Rendered render(Map<String, ?> values) {
        return render(DIRECTORY, values);
    }

    /** The same with these values, as YAML. */
    public static Rendered render(String values) {
        return render(Values.parse(values));
    }

    /** The same in a cluster where lookups find these objects. */
    static Rendered render(Map<String, ?> values, List<? extends HasMetadata> cluster) {
        return render(DIRECTORY, values, cluster);
    }

    static Rendered render(Path chart, Map<String, ?> values) {
        return render(chart, values, List.of());
    }

    private static Rendered render(Path chart, Map<String, ?> values, List<? extends HasMetadata> cluster) {
        return render(chart, RELEASE, NAMESPACE, values, cluster);
    }

    /** What a release of another name in another namespace consists of. */
    public static Rendered renderAs(String release, String namespace, String values) {
        return render(DIRECTORY, release, namespace, Values.parse(values), List.of());
    }

    private static Rendered render(
            Path chart, String release, String namespace, Map<String, ?> values, List<? extends HasMetadata> cluster) {
        LookedUp.only(cluster);
        return withFile(
                values,
                file -> Rendered.of(new Helm(chart.equals(DIRECTORY) ? Unhooked.directory() : chart)
                        .template()
                        .withName(release)
                        .withNamespace(namespace)
                        .withKubeVersion(OLDEST_KUBERNETES)
                        .withValuesFile(file)
                        .call()));
    }

    /** What is said to whoever installs it. */
    static String notes(Map<String, ?> values) {
        return withFile(
                values,
                file -> new Helm(DIRECTORY)
                        .install()
                        .dryRun()
                        .withDryRunOption(DryRun.CLIENT)
                        .clientOnly()
                        .withName(RELEASE)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion(OLDEST_KUBERNETES)
                        .withValuesFile(file)
                        .call()
                        .getOutput()
                        .split("(?m)^NOTES:$", 2)[1]);
    }

    /** What Helm's own checks say, with warnings as failures. */
    static LintResult lint() {
        return new Helm(DIRECTORY).lint().strict().call();
    }

    private interface Use<T> {
        T with(Path file) throws IOException;
    }

    private static <T> T withFile(Map<String, ?> values, Use<T> use) {
        try {
            var file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, Serialization.asJson(values));
                return use.with(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
