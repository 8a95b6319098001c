package io.github.konnectauth.sandbox;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Finds the API server of a run: a real one where it can be had, else the mock. */
final class ApiServerChoice {

    private final Map<String, String> environment;
    private final Stage stage;
    private final Progress progress;

    ApiServerChoice(Map<String, String> environment, Stage stage) {
        this.environment = environment;
        this.stage = stage;
        this.progress = stage.progress();
    }

    /** Starts one, and says which. */
    ApiServer start() throws SandboxFailure, InterruptedException, IOException {
        var binaries = binaries();
        if (binaries.isPresent()) {
            return start(binaries.get());
        }
        var mock = MockApiServer.start(stage.work(), stage.teardown());
        progress.step("API server: " + mock.description());
        mock.leavesOut().forEach(text -> progress.lines("         without " + text));
        return mock;
    }

    /**
     * Starts a real one.
     *
     * @throws SandboxFailure if there is none
     */
    RealApiServer startReal() throws SandboxFailure, InterruptedException {
        return start(real());
    }

    /** The version that {@link #startReal} will start. */
    String realVersion() throws SandboxFailure, InterruptedException {
        return real().version();
    }

    private ApiServerBinaries real() throws SandboxFailure, InterruptedException {
        return binaries()
                .orElseThrow(() -> new SandboxFailure("This needs a real kube-apiserver, and there is none."
                        + " Set " + ApiServerBinaries.VARIABLE
                        + " to a directory that holds k8s/<version>-<os>-<arch>/ with"
                        + " kube-apiserver, etcd and kubectl."));
    }

    private RealApiServer start(ApiServerBinaries binaries) throws SandboxFailure {
        progress.step("Starting kube-apiserver " + binaries.version() + " and etcd, for at most 60 s.");
        var server = RealApiServer.start(binaries, stage.work(), stage.teardown());
        progress.step("API server: " + server.description());
        return server;
    }

    /** A directory that is named counts alone; else the usual one, else a download. */
    private Optional<ApiServerBinaries> binaries() throws InterruptedException {
        var named = ApiServerBinaries.namedDirectory(environment);
        if (named.isPresent()) {
            var found = ApiServerBinaries.in(named.get());
            if (found.isEmpty()) {
                progress.step("No kube-apiserver, etcd and kubectl for this machine in " + named.get() + "/k8s ("
                        + ApiServerBinaries.VARIABLE + ").");
            }
            return found;
        }
        var usual = ApiServerBinaries.usualDirectory();
        var found = ApiServerBinaries.in(usual);
        return found.isPresent() ? found : downloaded();
    }

    private Optional<ApiServerBinaries> downloaded() throws InterruptedException {
        var usual = ApiServerBinaries.usualDirectory();
        progress.step("Downloading a kube-apiserver into " + usual + ", once, for at most 3 minutes.");
        try {
            return Optional.of(ApiServerDownload.into(usual));
        } catch (SandboxFailure e) {
            progress.step("No download: " + e.getMessage() + ". A directory that has it can be named by "
                    + ApiServerBinaries.VARIABLE + ".");
            return Optional.empty();
        }
    }
}
