package io.github.konnectauth.image;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A library whose classes lie in another one's jar, under other names, so that no list of jars tells of it.
 *
 * @param jar the file that holds it; of another version of the jar, this has to be looked up anew
 * @param directory of its classes in the jar
 * @param version empty where nobody tells: neither the jar nor its published POM
 */
public record EmbeddedLibrary(String jar, String directory, String group, String name, Optional<String> version) {

    /** Those in the jars of the image. */
    public static final List<EmbeddedLibrary> ALL = List.of(
            new EmbeddedLibrary(
                    "jackson-core-2.22.4.jar",
                    "com/fasterxml/jackson/core/internal/shaded/fdp",
                    "ch.randelshofer",
                    "fastdoubleparser",
                    Optional.empty()),
            // Of the POM in the repository that it is built from.
            new EmbeddedLibrary(
                    "logstash-logback-encoder-8.1.jar",
                    "net/logstash/logback/encoder/com/lmax/disruptor",
                    "com.lmax",
                    "disruptor",
                    Optional.of("3.4.4")),
            new EmbeddedLibrary(
                    "snakeyaml-2.6.jar",
                    "org/yaml/snakeyaml/external/com/google/gdata",
                    "com.google.gdata",
                    "core",
                    Optional.empty()),
            new EmbeddedLibrary(
                    "snakeyaml-engine-2.10.jar",
                    "org/snakeyaml/engine/external/com/google/gdata",
                    "com.google.gdata",
                    "core",
                    Optional.empty()));

    private static final Pattern CLASS = Pattern.compile("(?:META-INF/versions/\\d+/)?(.+/)[^/]+\\.class");
    private static final Pattern FOREIGN =
            Pattern.compile("(?:.*/)?(?:shaded|shadow|relocated|repackaged|vendored|thirdparty)/.*|.+/(?:com|org)/.+");

    /** The directory of a class, if it looks like one of another library than the jar's own. */
    public static Optional<String> foreignDirectory(String entry) {
        var matcher = CLASS.matcher(entry);
        return matcher.matches() && FOREIGN.matcher(matcher.group(1)).matches()
                ? Optional.of(matcher.group(1))
                : Optional.empty();
    }

    /** Whether the directory is this library's. */
    public boolean holds(String other) {
        return (other + "/").startsWith(directory + "/");
    }

    /** Its package URL. */
    public String purl() {
        return "pkg:maven/" + group + "/" + name
                + version.map(text -> "@" + text).orElse("");
    }
}
