package io.github.konnectauth.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The C library that a Java runtime runs on: that of this machine. */
final class SystemLibraries {

    /** A line of ldd: {@code libc.so.6 => /lib/libc.so.6 (0x…)}, or the dynamic linker alone. */
    private static final Pattern FOUND = Pattern.compile("\\s(/\\S+) \\(0x[0-9a-f]+\\)");

    /** What the C library opens by name to look up hosts. Since glibc 2.34 they are empty, and may be absent. */
    private static final List<String> FOR_HOST_NAMES =
            List.of("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2");

    private SystemLibraries() {}

    /**
     * Copies each library to where the dynamic linker of this machine finds it.
     *
     * @param runtime whose programs and libraries need them
     * @param root of the image
     */
    static void copy(Path runtime, Path root) throws IOException, InterruptedException {
        for (var library : needed(runtime)) {
            var target = root.resolve(library.toString().substring(1));
            Files.createDirectories(target.getParent());
            Files.copy(library.toRealPath(), target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Set<Path> needed(Path runtime) throws IOException, InterruptedException {
        var needed = new TreeSet<Path>();
        for (var file : binaries(runtime)) {
            var found = FOUND.matcher(Command.run(List.of("ldd", file.toString())));
            while (found.find()) {
                var library = Path.of(found.group(1));
                if (!library.startsWith(runtime)) {
                    needed.add(library);
                }
            }
        }
        var directory = needed.stream()
                .filter(library -> library.endsWith("libc.so.6"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this JDK does not run on glibc"))
                .getParent();
        FOR_HOST_NAMES.stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .forEach(needed::add);
        return needed;
    }

    private static List<Path> binaries(Path runtime) throws IOException {
        var binaries = new ArrayList<>(List.of(runtime.resolve("bin/java")));
        try (var files = Files.walk(runtime.resolve("lib"))) {
            files.filter(file -> file.toString().endsWith(".so")).forEach(binaries::add);
        }
        return binaries;
    }
}
