package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import picocli.CommandLine.ExitCode;

/**
 * What every run has.
 *
 * @param work its files
 * @param teardown what ends all that it starts
 * @param progress its output
 */
record Stage(WorkDirectory work, Teardown teardown, Progress progress) {

    /** What is played on it. */
    interface Play {
        void on(Stage stage) throws SandboxFailure, InterruptedException, IOException;
    }

    /**
     * Plays, and clears the stage, whatever happened.
     *
     * @param program how errors call it
     * @return the exit code: 0, or 1 after an error
     */
    static int set(String program, Play play) throws IOException {
        var progress = new Progress(System.out);
        var work = WorkDirectory.create();
        var teardown = Teardown.alsoOnSignal(progress);
        // Undone last. What is needed to understand a failure stays.
        teardown.add("remove " + work.path(), work::deleteUnlessKept);
        try {
            play.on(new Stage(work, teardown, progress));
            return ExitCode.OK;
        } catch (SandboxFailure | KubernetesClientException | IOException e) {
            tell(program, teardown, work, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            teardown.close();
        }
        return ExitCode.SOFTWARE;
    }

    private static void tell(String program, Teardown teardown, WorkDirectory work, String message) {
        // What fails while everything is being stopped fails because of that.
        if (!teardown.isClosed()) {
            System.err.println(program + ": " + message);
            if (work.keepIfLogged()) {
                System.err.println(program + ": what the operator and the API server logged is in " + work.path());
            }
        }
    }
}
