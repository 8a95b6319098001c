package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A document of the repository.
 *
 * @param file from the repository's root
 */
public record Document(Path file) {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    /** The one at this path from the repository's root. */
    public static Document of(String file) {
        return new Document(ROOT.resolve(file));
    }

    /** Those for people, wherever they lie. */
    static List<Document> all() throws IOException {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> Stream.of("target", ".git")
                            .noneMatch(part -> ROOT.relativize(file).toString().contains(part + "/")))
                    .map(Document::new)
                    .toList();
        }
    }

    String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands between two markers. */
    private String marked(String marker) {
        var text = text();
        var start = text.indexOf("<!-- " + marker + " -->");
        var end = text.indexOf("<!-- /" + marker + " -->");
        assertThat(start).as("the marker of " + marker + " in " + file).isNotNegative();
        return text.substring(start, end);
    }

    /** The rows between two markers, without the head. */
    public List<List<String>> table(String marker) {
        return marked(marker)
                .lines()
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    /** The first column of a table. */
    Stream<String> names(String marker) {
        return table(marker).stream().map(List::getFirst);
    }

    /** What stands in backquotes between two markers. */
    Set<String> code(String marker) {
        return codeIn(marked(marker)).collect(Collectors.toSet());
    }

    static Stream<String> codeIn(String text) {
        return CODE.matcher(text).results().map(found -> found.group(1));
    }

    /** Where its links lead that lead nowhere. */
    List<String> deadLinks() {
        return LINK.matcher(withoutCode())
                .results()
                .map(found -> found.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .filter(this::isDead)
                .toList();
    }

    private boolean isDead(String link) {
        var parts = link.split("#", 2);
        var target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
        return !Files.exists(target)
                || (parts.length > 1 && !new Document(target).headings().contains(parts[1]));
    }

    /** As links name them. */
    private Set<String> headings() {
        return withoutCode()
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(java.util.Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private String withoutCode() {
        return text().replaceAll("(?ms)^ *```.*?^ *```", "");
    }
}
