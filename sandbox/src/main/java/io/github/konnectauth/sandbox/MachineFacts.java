package io.github.konnectauth.sandbox;

import io.github.konnectauth.sandbox.report.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel tells of the machine. Linux only, as the measurements are. */
final class MachineFacts {

    private MachineFacts() {}

    /** @param kubernetes the API server's version */
    static Machine of(BenchPlan plan, String kubernetes) throws SandboxFailure {
        try {
            return new Machine(
                    model(Files.readAllLines(Path.of("/proc/cpuinfo"))),
                    Runtime.getRuntime().availableProcessors(),
                    ProcessMemory.kilobytes(Files.readAllLines(Path.of("/proc/meminfo")), "MemTotal") / 1024,
                    kubernetes,
                    Runtime.version().toString(),
                    plan.program().description(),
                    plan.program().tellingOptions(),
                    plan.latency().toMillis(),
                    Swarm.CALLERS);
        } catch (IOException e) {
            throw new SandboxFailure("The benchmark needs Linux, for /proc: " + e.getMessage(), e);
        }
    }

    /** The first processor's, as {@code /proc/cpuinfo} has it. */
    static String model(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("an unknown processor");
    }
}
