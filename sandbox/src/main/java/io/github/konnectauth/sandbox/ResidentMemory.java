package io.github.konnectauth.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The memory of a process that lies in RAM. */
final class ResidentMemory {

    private static final Pattern LINE = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private ResidentMemory() {}

    /** In MiB, rounded; empty where there is no {@code /proc}. */
    static OptionalLong ofProcess(long pid) {
        try {
            return in(Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Reads the lines of {@code /proc/<pid>/status}. */
    static OptionalLong in(List<String> lines) {
        return lines.stream()
                .map(LINE::matcher)
                .filter(line -> line.matches())
                .mapToLong(line -> Math.round(Long.parseLong(line.group(1)) / 1024.0))
                .findFirst();
    }
}
