package io.github.konnectauth.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * A copy of the staged chart in which hooks are objects like all others, but for an annotation of another name. Helm as a
 * library does not show hooks.
 */
final class Unhooked {

    /** Stands in the copy for {@code helm.sh/hook}. */
    static final String ANNOTATION = "example.com/hook";

    private static final Path HOOKS = Path.of("templates/handback.yaml");
    private static final Path COPY = copied();

    private Unhooked() {}

    /** Where it is. */
    static Path directory() {
        return COPY;
    }

    private static Path copied() {
        var copy = Path.of("target/unhooked").resolve(Objects.requireNonNull(Chart.DIRECTORY.getFileName()));
        try {
            copy(Chart.DIRECTORY, copy);
            var hooks = copy.resolve(HOOKS);
            Files.writeString(hooks, Files.readString(hooks).replace("\"helm.sh/hook\"", "\"" + ANNOTATION + "\""));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a directory with all that is in it. */
    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
