package io.github.konnectauth.sandbox;

import static io.fabric8.kubeapitest.KubeAPIServerConfigBuilder.anAPIServerConfig;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A real kube-apiserver with its etcd, for this run only. There is no kubelet, scheduler or controller manager. */
final class RealApiServer implements ApiServer, AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final ApiServerBinaries binaries;
    private final Runnable stop;
    private final KubernetesClient client;
    private final Path kubeconfig;

    private RealApiServer(ApiServerBinaries binaries, Runnable stop, KubernetesClient client, Path kubeconfig) {
        this.binaries = binaries;
        this.stop = stop;
        this.client = client;
        this.kubeconfig = kubeconfig;
    }

    /**
     * Starts one, and returns when it is ready, after a minute at most.
     *
     * @throws SandboxFailure if it does not become ready
     */
    static RealApiServer start(ApiServerBinaries binaries, WorkDirectory work, Teardown teardown)
            throws SandboxFailure {
        var server = new KubeAPIServer(anAPIServerConfig()
                .withTestDir(binaries.directory().toString())
                .withOfflineMode(true)
                .withApiServerVersion(binaries.version())
                .withUpdateKubeConfig(false)
                .withStartupTimeout(PATIENCE_MILLIS)
                .build());
        var stop = once(server::stop);
        teardown.add("stop the API server", stop::run);
        try {
            server.start();
            var yaml = server.getKubeConfigYaml();
            var config = Config.fromKubeconfig(yaml);
            // A certificate tells who this is. Looking for a token to renew, the client would read all configuration
            // anew with each call, once a minute has passed.
            config.setOauthTokenProvider(() -> null);
            var client = Connection.open(config);
            teardown.add("close the client", client::close);
            return new RealApiServer(binaries, stop, client, work.write("kubeconfig", yaml));
        } catch (RuntimeException | IOException e) {
            throw new SandboxFailure(
                    "kube-apiserver " + binaries.version() + " of " + binaries.directory() + " did not start: "
                            + e.getMessage() + ". Its log is in " + work.libraryLog()
                            + ". To go on with the mock server, set " + ApiServerBinaries.VARIABLE
                            + " to an empty directory.",
                    e);
        }
    }

    private static Runnable once(Runnable stop) {
        var isDone = new AtomicBoolean();
        return () -> {
            if (isDone.compareAndSet(false, true)) {
                stop.run();
            }
        };
    }

    /** Stops it before the end of the run. */
    @Override
    public void close() {
        client.close();
        stop.run();
    }

    @Override
    public String description() {
        return "kube-apiserver " + binaries.version() + ", a real one, at " + Connection.address(client);
    }

    @Override
    public List<String> leavesOut() {
        return List.of();
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public Optional<Path> kubeconfig() {
        return Optional.of(kubeconfig);
    }

    /** The version of Kubernetes. */
    String version() {
        return binaries.version();
    }

    /** The kubectl that came with it. */
    Path kubectl() {
        return binaries.kubectl();
    }
}
