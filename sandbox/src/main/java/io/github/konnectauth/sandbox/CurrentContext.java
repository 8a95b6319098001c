package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The cluster of the current kubeconfig context. */
final class CurrentContext implements ApiServer {

    private final String name;
    private final KubernetesClient client;

    private CurrentContext(String name, KubernetesClient client) {
        this.name = name;
        this.client = client;
    }

    /**
     * Reads the kubeconfig; asks the cluster nothing yet.
     *
     * @throws SandboxFailure if there is no current context
     */
    static CurrentContext read(Teardown teardown) throws SandboxFailure {
        var config = Config.autoConfigure(null);
        var context = config.getCurrentContext();
        if (context == null) {
            throw new SandboxFailure("The kubeconfig has no current context. Set KUBECONFIG, or choose one with"
                    + " kubectl config use-context.");
        }
        var client = Connection.open(config);
        teardown.add("close the client", client::close);
        return new CurrentContext(context.getName(), client);
    }

    @Override
    public String description() {
        return "the cluster of context '" + name + "' at " + Connection.address(client);
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
        return Optional.empty();
    }
}
