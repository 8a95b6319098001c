package io.github.konnectauth.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The memory of a process that lies in RAM, in kilobytes of 1,024 bytes.
 *
 * @param resident all of it ({@code VmRSS})
 * @param peak the most that it ever was ({@code VmHWM})
 * @param proportional what others share counted by their number ({@code Pss})
 */
record ProcessMemory(long resident, long peak, long proportional) {

    /**
     * Asks the kernel.
     *
     * @throws SandboxFailure where there is no {@code /proc}, or the process has ended
     */
    static ProcessMemory ofProcess(long pid) throws SandboxFailure {
        var directory = Path.of("/proc", String.valueOf(pid));
        try {
            // First, for a process that grows: its peak is then no less.
            var shared = Files.readAllLines(directory.resolve("smaps_rollup"));
            var status = Files.readAllLines(directory.resolve("status"));
            return new ProcessMemory(kilobytes(status, "VmRSS"), kilobytes(status, "VmHWM"), kilobytes(shared, "Pss"));
        } catch (IOException e) {
            throw new SandboxFailure("The memory of process " + pid + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads one line of {@code /proc/<pid>/status}, or of a file like it; 0 if there is none. */
    static long kilobytes(List<String> lines, String name) {
        var form = Pattern.compile(Pattern.quote(name) + ":\\s+(\\d+) kB");
        return lines.stream()
                .map(form::matcher)
                .filter(line -> line.matches())
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .findFirst()
                .orElse(0);
    }

    double residentMegabytes() {
        return resident / 1024.0;
    }

    double peakMegabytes() {
        return peak / 1024.0;
    }

    double proportionalMegabytes() {
        return proportional / 1024.0;
    }
}
