package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.konnectauth.image.Bom;
import io.github.konnectauth.image.Bom.Part;
import io.github.konnectauth.image.EmbeddedLibrary;
import io.github.konnectauth.image.UnpackedImage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The SBOMs name what is really there, byte for byte, and nothing else. The profile {@code image} makes them. */
@EnabledIfSystemProperty(named = "image.tar", matches = ".+", disabledReason = "the profile image is off")
class SbomIT {

    private static final Path TARGET = Path.of("target");
    private static final Path OF_IMAGE = TARGET.resolve("konnect-auth-operator-image.cdx.json");

    @TempDir
    private static Path directory = Path.of("");

    private static Path root = Path.of("");

    @BeforeAll
    static void unpack() throws Exception {
        root = Files.createDirectory(directory.resolve("root"));
        UnpackedImage.of(Path.of(System.getProperty("image.tar")), Files.createDirectory(directory.resolve("oci")))
                .unpack(root);
    }

    @Test
    void the_sbom_of_the_jars_names_every_jar_beside_the_operators_with_its_version_and_hash() throws IOException {
        assertThat(files(Bom.of(TARGET.resolve("konnect-auth-operator-jars.cdx.json"))))
                .hasSizeGreaterThan(40)
                .isEqualTo(hashes(TARGET.resolve("lib")));
    }

    @Test
    void the_sbom_of_the_image_names_every_jar_in_the_image_with_its_version_and_hash() throws IOException {
        var bom = Bom.of(OF_IMAGE);

        assertThat(files(bom)).hasSizeGreaterThan(40).isEqualTo(hashes(root.resolve("app/lib")));
        assertThat(bom.subject().sha256()).isEqualTo(hash(root.resolve("app/konnect-auth-operator.jar")));
    }

    /** But for one of the Java runtime. */
    @Test
    void there_is_no_jar_elsewhere_in_the_image() throws IOException {
        try (var all = Files.walk(root)) {
            assertThat(all.map(file -> root.relativize(file).toString()).filter(file -> file.endsWith(".jar")))
                    .hasSizeGreaterThan(40)
                    .allMatch(file ->
                            file.matches("app/konnect-auth-operator\\.jar|app/lib/[^/]+|java/lib/jrt-fs\\.jar"));
        }
    }

    @Test
    void the_operator_loads_what_the_sbom_names_and_nothing_else() throws IOException {
        try (var jar = new JarFile(root.resolve("app/konnect-auth-operator.jar").toFile())) {
            var loaded = jar.getManifest().getMainAttributes().getValue("Class-Path");

            assertThat(loaded.split(" "))
                    .containsExactlyInAnyOrderElementsOf(files(Bom.of(OF_IMAGE)).keySet().stream()
                            .map(file -> "lib/" + file)
                            .toList());
        }
    }

    @Test
    void the_image_holds_its_own_sbom() {
        assertThat(root.resolve("app/sbom.cdx.json")).hasSameBinaryContentAs(OF_IMAGE);
    }

    @Test
    void the_java_runtime_and_the_c_library_are_those_in_the_image() throws IOException {
        var others =
                Bom.of(OF_IMAGE).parts().stream().filter(part -> !part.isJar()).toList();
        var release = new Properties();
        try (var lines = Files.newBufferedReader(root.resolve("java/release"))) {
            release.load(lines);
        }

        assertThat(others)
                .extracting(Part::name, Part::sha256)
                .containsExactlyInAnyOrder(
                        tuple("java-runtime", hash(root.resolve("java/lib/modules"))), tuple("glibc", hash(libc())));
        assertThat(others)
                .filteredOn(part -> part.name().equals("java-runtime"))
                .allMatch(part -> part.version()
                        .startsWith(release.getProperty("JAVA_VERSION").replace("\"", "")));
    }

    private static Path libc() throws IOException {
        try (var all = Files.walk(root)) {
            return all.filter(file -> file.endsWith("libc.so.6")).findFirst().orElseThrow();
        }
    }

    /** Which of two would be loaded depends on an order that nobody chose. */
    @Test
    void no_class_lies_in_two_jars() throws IOException {
        var places = new TreeMap<String, Set<String>>();
        for (var file : files(Bom.of(OF_IMAGE)).keySet()) {
            try (var jar = new JarFile(root.resolve("app/lib").resolve(file).toFile())) {
                jar.stream()
                        .map(JarEntry::getName)
                        .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                        .forEach(name -> places.computeIfAbsent(name, _ -> new TreeSet<>())
                                .add(file));
            }
        }

        assertThat(places).hasSizeGreaterThan(5000);
        assertThat(places.entrySet())
                .filteredOn(place -> place.getValue().size() > 1)
                .isEmpty();
    }

    @Test
    void every_part_has_a_license() throws IOException {
        assertThat(Bom.of(OF_IMAGE).parts())
                .allSatisfy(
                        part -> assertThat(part.hasLicense()).as(part.name()).isTrue());
    }

    /** A jar that tells its own version tells the one that the SBOM has. */
    @Test
    void a_jar_is_of_the_version_that_its_name_says() throws IOException {
        var told = new ArrayList<String>();
        for (var part : jars(Bom.of(OF_IMAGE))) {
            try (var jar =
                    new JarFile(root.resolve("app/lib").resolve(part.file()).toFile())) {
                for (var entry : jar.stream()
                        .filter(file -> file.getName().matches("META-INF/maven/.*/pom\\.properties"))
                        .toList()) {
                    var properties = new Properties();
                    try (var content = jar.getInputStream(entry)) {
                        properties.load(content);
                    }
                    assertThat(List.of(properties.getProperty("artifactId"), properties.getProperty("version")))
                            .as("of a library in %s", part.file())
                            .containsExactly(part.name(), part.version());
                    told.add(part.file());
                }
            }
        }
        assertThat(told).hasSizeGreaterThan(30).doesNotHaveDuplicates();
    }

    /** What shading hides from every list of jars. */
    @Test
    void a_library_inside_another_ones_jar_is_named_too() throws IOException {
        var unnamed = new TreeMap<String, String>();
        for (var file : jars(Bom.of(OF_IMAGE)).stream().map(Part::file).toList()) {
            try (var jar = new JarFile(root.resolve("app/lib").resolve(file).toFile())) {
                jar.stream()
                        .flatMap(entry -> EmbeddedLibrary.foreignDirectory(entry.getName()).stream())
                        .filter(foreign -> EmbeddedLibrary.ALL.stream()
                                .noneMatch(library -> library.jar().equals(file) && library.holds(foreign)))
                        .forEach(foreign -> unnamed.put(foreign, file));
            }
        }

        assertThat(unnamed).as("look them up and name them in EmbeddedLibrary").isEmpty();
        assertThat(Bom.of(OF_IMAGE).parts().stream().flatMap(part -> part.embedded().stream()))
                .containsExactlyInAnyOrderElementsOf(
                        EmbeddedLibrary.ALL.stream().map(EmbeddedLibrary::purl).toList());
    }

    private static List<Part> jars(Bom bom) {
        return bom.parts().stream().filter(Part::isJar).toList();
    }

    private static Map<String, String> files(Bom bom) {
        return jars(bom).stream().collect(Collectors.toMap(Part::file, Part::sha256));
    }

    private static Map<String, String> hashes(Path directory) throws IOException {
        var hashes = new TreeMap<String, String>();
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                hashes.put(file.getFileName().toString(), hash(file));
            }
        }
        return hashes;
    }

    private static String hash(Path file) throws IOException {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return "%064x".formatted(new BigInteger(1, hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
