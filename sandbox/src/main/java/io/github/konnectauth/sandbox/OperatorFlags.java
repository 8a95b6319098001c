package io.github.konnectauth.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What an operator's command line knows. */
record OperatorFlags(OperatorProgram program) {

    private static final String PACE = "--requests-per-second";
    private static final int PATIENCE_SECONDS = 30;

    /** The option that turns pacing off; empty if there is none. */
    List<String> noPacing() throws SandboxFailure, InterruptedException {
        return help().contains(PACE) ? List.of(PACE, "0") : List.of();
    }

    private String help() throws SandboxFailure, InterruptedException {
        var command = new ArrayList<>(program.command());
        command.addAll(List.of("run", "--help"));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new SandboxFailure("The operator does not show its flags: " + text.strip());
            }
            return text;
        } catch (IOException e) {
            throw new SandboxFailure("The operator could not be started: " + e.getMessage(), e);
        }
    }
}
