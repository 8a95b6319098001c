package io.github.konnectauth.image;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** What tells a process in a pod where its API server is and who it is, for a process that is in none. */
public final class PodAccount {

    private PodAccount() {}

    /**
     * The variables. In a pod the kubelet sets the first two, and the files are where every pod has them.
     *
     * @param server the API server
     * @param authorities PEM certificates that the server's certificate is from
     * @param token a file with the account's token
     */
    public static Map<String, String> of(URI server, Path authorities, Path token) {
        return Map.of(
                "KUBERNETES_SERVICE_HOST",
                server.getHost(),
                "KUBERNETES_SERVICE_PORT",
                String.valueOf(server.getPort()),
                "KUBERNETES_MASTER",
                server.toString(),
                "KUBERNETES_CERTS_CA_FILE",
                authorities.toString(),
                "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN",
                token.toString(),
                // This machine's is not a pod's.
                "KUBERNETES_AUTH_TRYKUBECONFIG",
                "false");
    }
}
