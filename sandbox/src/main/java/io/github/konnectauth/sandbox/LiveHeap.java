package io.github.konnectauth.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What is left of a JVM's heap when everything that nobody uses is gone. */
final class LiveHeap {

    /** Attaching is off in the image; a run that is measured has it on. */
    static final String OPTION = "-XX:-DisableAttachMechanism";

    private static final int PATIENCE_SECONDS = 30;

    /** The parts of a heap have a total; the metaspace below them has none. */
    private static final Pattern PART = Pattern.compile("\\btotal\\b.*?\\bused (\\d+)K");

    private LiveHeap() {}

    /**
     * Makes the process collect its garbage.
     *
     * @return the kilobytes in use after that
     */
    static long afterCollection(long pid) throws SandboxFailure, InterruptedException {
        jcmd(pid, "GC.run");
        return used(jcmd(pid, "GC.heap_info"));
    }

    /** Reads what {@code jcmd GC.heap_info} prints. */
    static long used(String info) {
        return PART.matcher(info)
                .results()
                .mapToLong(part -> Long.parseLong(part.group(1)))
                .sum();
    }

    private static String jcmd(long pid, String command) throws SandboxFailure, InterruptedException {
        var program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            var process = new ProcessBuilder(program, String.valueOf(pid), command)
                    .redirectErrorStream(true)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new SandboxFailure("jcmd " + command + " failed: " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new SandboxFailure("jcmd " + command + " failed: " + e.getMessage(), e);
        }
    }
}
