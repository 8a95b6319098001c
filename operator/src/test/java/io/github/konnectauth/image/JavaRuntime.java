package io.github.konnectauth.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A Java runtime with the modules that the operator needs, and no others. */
final class JavaRuntime {

    /**
     * What some library mentions and the operator never reaches: JavaBeans of SnakeYAML and of a Log4j metric, databases
     * of another metric.
     */
    private static final Set<String> NEVER_REACHED = Set.of("java.desktop", "java.sql");

    /**
     * The program's defaults, below JDK_JAVA_OPTIONS and the command line. docs/image.md says why.
     *
     * <p>The archive is mapped where it was made for: moving it would write to each of its pages.
     */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:TieredStopAtLevel=1",
            "-XX:InitialRAMPercentage=1",
            "-XX:MaxRAMPercentage=50",
            "-XX:MinHeapFreeRatio=20",
            "-XX:MaxHeapFreeRatio=40",
            "-XX:-ShrinkHeapInSteps",
            "-XX:SurvivorRatio=4",
            "-XX:TrimNativeHeapInterval=5000",
            "-XX:StringTableSize=4096",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-HeapDumpOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            "-XX:+DisableAttachMechanism",
            "-XX:-UsePerfData");

    /** The least that the JVM takes there. Elsewhere its own choice is the least. */
    private static final String ON_AMD64 = " -XX:StackShadowPages=10";

    private JavaRuntime() {}

    /**
     * Links one.
     *
     * @param jar the operator's
     * @param libraries the rest of its class path
     * @param directory where it goes; is not there yet
     */
    static void link(Path jar, List<Path> libraries, Path directory) throws IOException, InterruptedException {
        Command.run(List.of(
                Command.tool("jlink"),
                "--add-modules",
                String.join(",", modules(jar, libraries)),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--vm=server",
                "--add-options=" + String.join(" ", OPTIONS)
                        + (System.getProperty("os.arch").equals("amd64") ? ON_AMD64 : ""),
                "--output",
                directory.toString()));
        CertificateAuthorities.into(directory);
        for (var program : List.of("bin/keytool", "bin/jwebserver", "lib/jexec", "lib/jspawnhelper")) {
            Files.deleteIfExists(directory.resolve(program));
        }
    }

    /** What jdeps finds that the operator and, through it, the libraries use. */
    private static Set<String> modules(Path jar, List<Path> libraries) throws IOException, InterruptedException {
        var listed = Command.run(List.of(
                Command.tool("jdeps"),
                "--ignore-missing-deps",
                "--multi-release",
                "base",
                "--list-deps",
                "--class-path",
                libraries.stream().map(Path::toString).collect(Collectors.joining(":")),
                jar.toString()));
        var modules = new TreeSet<String>();
        // A line is a module, or a module and one of its packages.
        listed.lines().map(line -> line.strip().replaceFirst("/.*", "")).forEach(modules::add);
        modules.removeAll(NEVER_REACHED);
        return modules;
    }
}
