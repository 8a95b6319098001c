package io.github.konnectauth.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Puts together what is in the image, in {@code target/image/root}; Jib packs it. The profile {@code image} runs this
 * after the jar is made. Given the same JDK, C library, jars and training record, each byte is the same.
 */
public final class ImageBuild {

    /** The second after the epoch, which Jib gives every file; a class archive holds the jars' times. */
    private static final FileTime JIBS_TIME = FileTime.fromMillis(1000);

    private final Path target;
    private final Path root;
    private final long begun = System.nanoTime();

    private ImageBuild(Path target) {
        this.target = target;
        this.root = target.resolve("image/root");
    }

    /**
     * Does it all.
     *
     * @param args the operator's {@code target}, and {@code record} to renew the training record
     */
    public static void main(String[] args) throws Exception {
        new ImageBuild(Path.of(args[0]).toAbsolutePath()).run(List.of(args).contains("record"));
    }

    private void run(boolean record) throws IOException, InterruptedException {
        delete(target.resolve("image"));
        // Jib takes a file for unchanged when its time is, and here all have the same.
        delete(target.resolve("jib-cache"));
        var app = Files.createDirectories(root.resolve("app"));
        var jar = copy(target.resolve("konnect-auth-operator.jar"), app);
        for (var library : list(target.resolve("lib"))) {
            copy(library, Files.createDirectories(app.resolve("lib")));
        }
        tell("the jars are in their place");
        var java = root.resolve("java");
        JavaRuntime.link(jar, list(app.resolve("lib")), java);
        tell("the Java runtime is linked");
        SystemLibraries.copy(java, root);
        accounts();
        tell("the C library is copied");
        var bom = target.resolve("konnect-auth-operator-image.cdx.json");
        ImageBom.write(target.resolve("konnect-auth-operator-jars.cdx.json"), root, bom);
        Files.copy(bom, app.resolve("sbom.cdx.json"));
        tell("the SBOM is written");
        var training = Files.createDirectories(target.resolve("image/training"));
        var classes = new ClassArchive(java, jar, app.resolve("classes.jsa"), Path.of("src/image/training.classes"));
        if (record) {
            classes.record(training);
            tell("the training record is renewed");
        }
        classes.dump(training);
        tell("the class archive is made");
        tell(classes.prove(training));
        Files.writeString(
                target.resolve("image/java.args"), "-classpath\n\"" + System.getProperty("java.class.path") + "\"\n");
    }

    /** User 65532, and hosts looked up in /etc/hosts and by DNS. */
    private void accounts() throws IOException {
        var etc = Files.createDirectories(root.resolve("etc"));
        Files.writeString(etc.resolve("passwd"), """
                root:x:0:0:root:/:/sbin/nologin
                nonroot:x:65532:65532:nonroot:/:/sbin/nologin
                """);
        Files.writeString(etc.resolve("group"), """
                root:x:0:
                nonroot:x:65532:
                """);
        Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
    }

    private static Path copy(Path file, Path directory) throws IOException {
        var copy = Files.copy(file, directory.resolve(file.getFileName()));
        return Files.setLastModifiedTime(copy, JIBS_TIME);
    }

    private static List<Path> list(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void tell(String what) {
        var seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
        System.out.printf("image: %5.1f s, %s%n", seconds, what);
    }
}
