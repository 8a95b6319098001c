package io.github.konnectauth.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.token.CredentialSecret;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to the API server. */
final class Cluster {

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
    private static final int CALLS_AT_ONCE = 64;

    private Cluster() {}

    /** A client for the cluster of the environment or of the pod. Proxies are for Konnect only. */
    static KubernetesClient connect() {
        return connect(Config.autoConfigure(null));
    }

    /** A client for this cluster, whatever proxy the configuration names. */
    static KubernetesClient connect(Config config) {
        config.setHttpProxy(null);
        config.setHttpsProxy(null);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new OkHttpClientFactory() {
                    @Override
                    protected void additionalConfig(OkHttpClient.Builder builder) {
                        // Its own choice is a platform thread a call, and a stack for each.
                        var dispatcher = new Dispatcher(Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("kubernetes-", 0).factory()));
                        dispatcher.setMaxRequests(Integer.MAX_VALUE);
                        dispatcher.setMaxRequestsPerHost(CALLS_AT_ONCE);
                        builder.dispatcher(dispatcher).proxy(java.net.Proxy.NO_PROXY);
                    }
                })
                .build();
    }

    /**
     * Waits until the cluster serves what the operator reads, for a minute at most.
     *
     * @throws CannotStart if it does not, or never will
     */
    static void await(KubernetesClient client, Set<String> namespaces, Clock clock)
            throws CannotStart, InterruptedException {
        var end = clock.instant().plus(PATIENCE);
        var told = Optional.<String>empty();
        while (true) {
            var obstacle = obstacle(client, namespaces);
            if (obstacle.isEmpty()) {
                return;
            }
            if (clock.instant().isAfter(end)) {
                throw new CannotStart(obstacle.get());
            }
            if (!obstacle.equals(told)) {
                LOG.atWarn().log(obstacle.get() + " Waiting for it, for at most " + PATIENCE.toSeconds() + " s.");
                told = obstacle;
            }
            pause(clock, end);
        }
    }

    private static void pause(Clock clock, Instant end) throws InterruptedException {
        var left = Duration.between(clock.instant(), end);
        Thread.sleep(left.compareTo(BETWEEN_TRIES) < 0 && left.isPositive() ? left : BETWEEN_TRIES);
    }

    private static Optional<String> obstacle(KubernetesClient client, Set<String> namespaces) throws CannotStart {
        var scopes = namespaces.isEmpty() ? Set.of("") : namespaces;
        for (var namespace : scopes) {
            for (var type : List.of(KonnectAPIAuthConfiguration.class, CredentialSecret.class)) {
                var obstacle = obstacle(client, type, namespace);
                if (obstacle.isPresent()) {
                    return obstacle;
                }
            }
        }
        return Optional.empty();
    }

    private static <T extends HasMetadata> Optional<String> obstacle(
            KubernetesClient client, Class<T> type, String namespace) throws CannotStart {
        var plural = HasMetadata.getFullResourceName(type);
        try {
            var one = new ListOptionsBuilder().withLimit(1L).build();
            if (namespace.isEmpty()) {
                client.resources(type).inAnyNamespace().list(one);
            } else {
                client.resources(type).inNamespace(namespace).list(one);
            }
            return Optional.empty();
        } catch (KubernetesClientException e) {
            var where = namespace.isEmpty() ? "" : " in namespace " + namespace;
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_UNAUTHORIZED ->
                    throw new CannotStart("The API server at " + client.getMasterUrl()
                            + " does not accept these credentials (401). Look at the kubeconfig, or at the pod's service"
                            + " account.");
                case HttpURLConnection.HTTP_FORBIDDEN ->
                    throw new CannotStart("The operator has no right to list " + plural + where
                            + " (403). Grant its account what examples/operator-rbac.yaml grants.");
                case HttpURLConnection.HTTP_NOT_FOUND ->
                    Optional.of("The cluster does not know the kind " + plural
                            + ": install the CRD with kubectl apply -f crds/.");
                default ->
                    Optional.of("No Kubernetes API server answers at " + client.getMasterUrl()
                            + ". Set KUBECONFIG, or start the cluster.");
            };
        }
    }
}
