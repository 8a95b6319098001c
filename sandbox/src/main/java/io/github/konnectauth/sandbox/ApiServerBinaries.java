package io.github.konnectauth.sandbox;

import io.fabric8.kubeapitest.binary.OSInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A kube-apiserver, an etcd and a kubectl on this machine, in kube-api-test's layout:
 * {@code <directory>/k8s/<version>-<os>-<arch>/}.
 *
 * @param directory the directory above {@code k8s}
 * @param version of Kubernetes, such as {@code 1.36.3}
 * @param platform such as {@code linux-amd64}
 */
record ApiServerBinaries(Path directory, String version, String platform) {

    /** The variable that names the directory. */
    static final String VARIABLE = "KUBE_API_TEST_DIR";

    private static final Pattern VERSION = Pattern.compile("\\d{1,5}(\\.\\d{1,5}){1,3}");
    private static final List<String> NEEDED = List.of("kube-apiserver", "etcd", "kubectl");

    /** Where kube-api-test looks when nothing else is said, and puts what it downloads. */
    static Path usualDirectory() {
        return Path.of(System.getProperty("user.home", "."), ".kubeapitest");
    }

    /** The directory that the environment names. */
    static Optional<Path> namedDirectory(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    }

    /** The newest complete set in a directory, for this machine. */
    static Optional<ApiServerBinaries> in(Path directory) {
        var system = new OSInfo();
        return in(directory, system.getOSName() + "-" + system.getOSArch());
    }

    static Optional<ApiServerBinaries> in(Path directory, String platform) {
        try (Stream<Path> entries = Files.list(directory.resolve("k8s"))) {
            var versions = entries.filter(ApiServerBinaries::isComplete)
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> name.endsWith("-" + platform))
                    .map(name -> name.substring(0, name.length() - platform.length() - 1))
                    .toList();
            return newest(versions).map(version -> new ApiServerBinaries(directory, version, platform));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isComplete(Path directory) {
        return NEEDED.stream().allMatch(name -> Files.isExecutable(directory.resolve(name)));
    }

    /** The highest version, number by number; what is not a version is left out. */
    static Optional<String> newest(Collection<String> versions) {
        return versions.stream()
                .filter(version -> VERSION.matcher(version).matches())
                .max(Comparator.comparing(ApiServerBinaries::numbers, Arrays::compare));
    }

    private static int[] numbers(String version) {
        return Stream.of(version.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
    }

    /** The kubectl of the same version. */
    Path kubectl() {
        return directory.resolve("k8s").resolve(version + "-" + platform).resolve("kubectl");
    }
}
