package io.github.konnectauth.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An SBOM in CycloneDX, as a scanner reads it.
 *
 * @param subject what it is about
 * @param parts what that consists of
 */
public record Bom(Part subject, List<Part> parts) {

    /**
     * A part.
     *
     * @param purl package URL; empty for what is no package
     * @param sha256 in hexadecimal digits; empty if it is not told
     * @param hasLicense whether a license is named
     * @param embedded package URLs of the libraries in it
     */
    public record Part(
            String name, String version, String purl, String sha256, boolean hasLicense, List<String> embedded) {

        /** Whether it is a library in a jar of its own. */
        public boolean isJar() {
            return purl.startsWith("pkg:maven/");
        }

        /** The name of its jar. */
        public String file() {
            return name + "-" + version + ".jar";
        }
    }

    /** Reads one. */
    public static Bom of(Path file) throws IOException {
        var tree = new ObjectMapper().readTree(file.toFile());
        return new Bom(
                part(tree.path("metadata").path("component")),
                stream(tree.path("components")).map(Bom::part).toList());
    }

    private static Part part(JsonNode component) {
        return new Part(
                component.path("name").asText(),
                component.path("version").asText(),
                component.path("purl").asText(),
                stream(component.path("hashes"))
                        .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
                        .map(hash -> hash.path("content").asText())
                        .findFirst()
                        .orElse(""),
                !component.path("licenses").isEmpty(),
                stream(component.path("components"))
                        .map(part -> part.path("purl").asText())
                        .toList());
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
