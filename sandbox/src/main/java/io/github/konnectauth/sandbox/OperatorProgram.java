package io.github.konnectauth.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operator as a program: which Java runs which jar.
 *
 * @param java the launcher
 * @param options for the JVM
 * @param jar the operator's, with its {@code lib} beside it
 * @param variables for its environment
 * @param description where it comes from, for people
 */
record OperatorProgram(Path java, List<String> options, Path jar, Map<String, String> variables, String description) {

    /** What the image's Java runtime has built in, as far as it makes a difference to time or memory. */
    static final List<String> IMAGE_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:TieredStopAtLevel=1",
            "-XX:InitialRAMPercentage=1",
            "-XX:MaxRAMPercentage=50",
            "-XX:MinHeapFreeRatio=20",
            "-XX:MaxHeapFreeRatio=40",
            "-XX:-ShrinkHeapInSteps",
            "-XX:SurvivorRatio=4",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData");

    /** The memory limit that the chart gives a pod. */
    static final String LIMIT_OF_THE_CHART = "-XX:MaxRAM=256m";

    private static final Map<String, String> IMAGE_VARIABLES = Map.of("MALLOC_ARENA_MAX", "2");
    private static final String JAR = "konnect-auth-operator.jar";

    /** The jar of the last build under this JDK, with the JDK's defaults. */
    static OperatorProgram plain(Path root) {
        return new OperatorProgram(jdk(), List.of(), jar(root), Map.of(), "the JDK's Java");
    }

    /**
     * What people run: the runtime, jar and class archive of the image if the image is built and holds the jar of the last
     * build, else that jar under this JDK with the image's options. Both as in a pod with the chart's memory limit.
     *
     * @param moreOptions for the JVM; they come last and win
     * @param withImage whether the image may be used
     */
    static OperatorProgram likeTheImage(Path root, List<String> moreOptions, boolean withImage) {
        var image = withImage ? image(root) : Optional.<OperatorProgram>empty();
        return image.orElseGet(() -> new OperatorProgram(
                        jdk(), IMAGE_OPTIONS, jar(root), IMAGE_VARIABLES, "the JDK's Java with the image's options"))
                .with(List.of(LIMIT_OF_THE_CHART))
                .with(moreOptions);
    }

    private static Optional<OperatorProgram> image(Path root) {
        var files = root.resolve("operator/target/image/root");
        var jar = files.resolve("app").resolve(JAR);
        var archive = files.resolve("app/classes.jsa");
        try {
            return Files.isReadable(archive) && Files.isReadable(jar) && Files.mismatch(jar, jar(root)) < 0
                    ? Optional.of(new OperatorProgram(
                            files.resolve("java/bin/java"),
                            List.of("-XX:SharedArchiveFile=" + archive),
                            jar,
                            IMAGE_VARIABLES,
                            "the image's runtime and class archive"))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Path jar(Path root) {
        return root.resolve("operator/target").resolve(JAR);
    }

    private static Path jdk() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** With further options for the JVM. */
    OperatorProgram with(List<String> moreOptions) {
        var all = new ArrayList<>(options);
        all.addAll(moreOptions);
        return new OperatorProgram(java, all, jar, variables, description);
    }

    /** The options that a person has to know to make the same run; the archive goes by its name only. */
    List<String> tellingOptions() {
        return options.stream()
                .map(option -> option.startsWith("-XX:SharedArchiveFile=")
                        ? "-XX:SharedArchiveFile="
                                + Path.of(option.substring(option.indexOf('=') + 1))
                                        .getFileName()
                        : option)
                .toList();
    }

    /** The command line up to the operator's own arguments. */
    List<String> command() {
        var command = new ArrayList<String>();
        command.add(java.toString());
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }
}
