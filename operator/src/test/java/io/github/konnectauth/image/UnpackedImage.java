package io.github.konnectauth.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * An image as a container runtime sees it.
 *
 * @param directory of the OCI layout
 * @param config what the image says about how to run it
 * @param layers compressed, the lowest first
 */
public record UnpackedImage(Path directory, JsonNode config, List<Path> layers) {

    /**
     * A file of a layer, as {@code tar} lists it.
     *
     * @param mode such as {@code -rw-r--r--}
     * @param owner user and group, in numbers
     */
    public record Entry(String mode, String owner, String path) {}

    /** Reads the image in a tar file, which is unpacked into the directory. */
    public static UnpackedImage of(Path tar, Path directory) throws IOException, InterruptedException {
        Command.run(List.of("tar", "-xf", tar.toString(), "-C", directory.toString()));
        var json = new ObjectMapper();
        var index = json.readTree(directory.resolve("index.json").toFile());
        var manifest =
                json.readTree(blob(directory, index.path("manifests").path(0)).toFile());
        return new UnpackedImage(
                directory,
                json.readTree(blob(directory, manifest.path("config")).toFile()).path("config"),
                StreamSupport.stream(manifest.path("layers").spliterator(), false)
                        .map(layer -> blob(directory, layer))
                        .toList());
    }

    private static Path blob(Path directory, JsonNode descriptor) {
        return directory.resolve("blobs/" + descriptor.path("digest").asText().replace(':', '/'));
    }

    /** Everything in every layer. */
    public List<Entry> entries() throws IOException, InterruptedException {
        var entries = new ArrayList<Entry>();
        for (var layer : layers) {
            Command.run(List.of("tar", "--warning=no-unknown-keyword", "--numeric-owner", "-tvzf", layer.toString()))
                    .lines()
                    .map(line -> line.split("\\s+", 6))
                    .map(column -> new Entry(column[0], column[1], column[5]))
                    .forEach(entries::add);
        }
        return entries;
    }

    /** Lays the layers over each other. */
    public void unpack(Path root) throws IOException, InterruptedException {
        for (var layer : layers) {
            Command.run(List.of("tar", "-xzpf", layer.toString(), "-C", root.toString()));
        }
    }

    /** The program and its arguments. */
    public List<String> command() {
        return List.of("Entrypoint", "Cmd").stream()
                .flatMap(part -> StreamSupport.stream(config.path(part).spliterator(), false))
                .map(JsonNode::asText)
                .toList();
    }

    /** The environment, as {@code NAME=value}. */
    public List<String> environment() {
        return StreamSupport.stream(config.path("Env").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** What all layers weigh as they are pulled, in bytes. */
    public long compressedSize() throws IOException {
        var size = 0L;
        for (var layer : layers) {
            size += Files.size(layer);
        }
        return size;
    }
}
