package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * A service account that may do everything, as a pod has one: the operator starts and calls otherwise with a kubeconfig.
 *
 * @param variables for the environment of a process that is in no pod
 */
record PodAccount(Map<String, String> variables) {

    private static final String NAMESPACE = "default";
    private static final String NAME = "konnect-auth-operator";

    /** Longer than any measurement takes. */
    private static final Duration LIFE = Duration.ofDays(1);

    /**
     * Makes the account, and files for its token and the API server's certificate.
     *
     * @throws SandboxFailure if the API server refuses it, or the files cannot be written
     */
    static PodAccount create(RealApiServer server, WorkDirectory work) throws SandboxFailure {
        var address = URI.create(Connection.address(server.client()));
        try {
            return new PodAccount(Map.of(
                    "KUBERNETES_SERVICE_HOST",
                    address.getHost(),
                    "KUBERNETES_SERVICE_PORT",
                    String.valueOf(address.getPort()),
                    "KUBERNETES_MASTER",
                    address.toString(),
                    "KUBERNETES_CERTS_CA_FILE",
                    server.client().getConfiguration().getCaCertFile(),
                    "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN",
                    // Of several API servers of a run one may be kept for later.
                    work.write("token-" + address.getPort(), token(server)).toString(),
                    "KUBERNETES_AUTH_TRYKUBECONFIG",
                    "false"));
        } catch (KubernetesClientException | IOException e) {
            throw new SandboxFailure("The API server gives no account to the operator: " + e.getMessage(), e);
        }
    }

    private static String token(RealApiServer server) {
        var client = server.client();
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                        .addNewSubject("", "ServiceAccount", NAME, NAMESPACE)
                        .build())
                .create();
        return client.serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName(NAME)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(LIFE.toSeconds())
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }
}
