package io.github.konnectauth.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/** What the image consists of, in CycloneDX: the SBOM of the jars, what they hold of others, and the parts that are no jars. */
final class ImageBom {

    private static final Pattern GLIBC = Pattern.compile("release version ([0-9.]+[0-9])");

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final ObjectNode bom;
    private final ArrayNode components;

    private ImageBom(Path jars) throws IOException {
        bom = (ObjectNode) json.readTree(Files.readString(jars));
        components = bom.withArray("components");
    }

    /**
     * Writes it.
     *
     * @param jars the SBOM of the jars
     * @param root of the image
     * @param file where it goes
     */
    static void write(Path jars, Path root, Path file) throws IOException, InterruptedException {
        var image = new ImageBom(jars);
        image.completeSubject(root.resolve("app/konnect-auth-operator.jar"));
        image.addEmbedded();
        image.addRuntime(root.resolve("java"));
        image.addCLibrary(root);
        Files.writeString(file, image.json.writeValueAsString(image.bom) + "\n");
    }

    private void completeSubject(Path jar) throws IOException {
        hash(bom.withObject("/metadata/component"), jar);
    }

    private void addEmbedded() {
        for (var component : components) {
            var purl = component.path("purl").asText();
            var file = component.path("name").asText() + "-"
                    + component.path("version").asText() + ".jar";
            EmbeddedLibrary.ALL.stream()
                    .filter(library -> library.jar().equals(file))
                    .forEach(library -> addEmbedded((ObjectNode) component, purl, library));
        }
    }

    private static void addEmbedded(ObjectNode jar, String purl, EmbeddedLibrary library) {
        var part = jar.withArray("components")
                .addObject()
                .put("type", "library")
                .put("bom-ref", purl + "#" + library.name())
                .put("group", library.group())
                .put("name", library.name());
        library.version().ifPresent(version -> part.put("version", version));
        part.put("purl", library.purl());
        part.put("description", "In the jar, under " + library.directory());
    }

    private void addRuntime(Path runtime) throws IOException {
        var release = new Properties();
        try (var lines = Files.newBufferedReader(runtime.resolve("release"))) {
            release.load(lines);
        }
        var version = System.getProperty("java.runtime.version");
        var component = component("platform", "java-runtime", version);
        component.put("publisher", System.getProperty("java.vendor"));
        component.put("description", "Java runtime with the modules " + unquoted(release.getProperty("MODULES")));
        component.put("cpe", "cpe:2.3:a:oracle:openjdk:" + System.getProperty("java.version") + ":*:*:*:*:*:*:*");
        license(component, "GPL-2.0-only WITH Classpath-exception-2.0");
        hash(component, runtime.resolve("lib/modules"));
    }

    private void addCLibrary(Path root) throws IOException, InterruptedException {
        var libraries = libraries(root);
        var library = libraries.stream()
                .filter(file -> file.endsWith("libc.so.6"))
                .findFirst()
                .orElseThrow();
        // Run, the C library tells its version.
        var text = Command.run(List.of(linker(libraries).toString(), library.toString()));
        var version = GLIBC.matcher(text);
        if (!version.find()) {
            throw new IllegalStateException("the C library does not tell its version: " + text);
        }
        var component = component("library", "glibc", version.group(1));
        component.put("description", text.lines().findFirst().orElseThrow());
        component.put("cpe", "cpe:2.3:a:gnu:glibc:" + version.group(1) + ":*:*:*:*:*:*:*");
        license(component, "LGPL-2.1-or-later");
        hash(component, library);
    }

    private static List<Path> libraries(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> root.relativize(file).toString().startsWith("lib"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static Path linker(List<Path> libraries) {
        return libraries.stream()
                .filter(file -> file.getFileName().toString().startsWith("ld-"))
                .findFirst()
                .orElseThrow();
    }

    private ObjectNode component(String type, String name, String version) {
        return components
                .addObject()
                .put("type", type)
                .put("bom-ref", name + "@" + version)
                .put("name", name)
                .put("version", version);
    }

    private static void license(ObjectNode component, String expression) {
        component.putArray("licenses").addObject().put("expression", expression);
    }

    private static void hash(ObjectNode component, Path file) throws IOException {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            component
                    .putArray("hashes")
                    .addObject()
                    .put("alg", "SHA-256")
                    .put("content", "%064x".formatted(new BigInteger(1, hash)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String unquoted(String text) {
        return text.replace("\"", "");
    }
}
