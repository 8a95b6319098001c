package io.github.konnectauth.operator.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.tls.Ciphers;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.TlsVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to the API server. */
public final class Cluster {

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
    private static final int CALLS_AT_ONCE = 64;

    /**
     * An empty store, in the home of the image's Java. Without it the client trusts all of the system's authorities beside the
     * one that is named for the API server, and reads them, which are many, at each start.
     */
    public static final String NO_AUTHORITIES = "lib/security/none.p12";

    /** What a watch brings, where only the kind says what it is; an error too. Any other kind is converted. */
    private static final List<Class<? extends KubernetesResource>> WATCHED =
            List.of(KonnectAPIAuthConfiguration.class, Lease.class, Status.class);

    /** Who wrote which field is often most of an object, and nothing here asks: it is not even read. */
    @JsonIgnoreProperties("managedFields")
    private interface WithoutManagedFields {}

    private Cluster() {}

    /**
     * The cluster of {@code KUBECONFIG}, of the home directory or of the pod.
     *
     * @throws CannotStart if the file that {@code KUBECONFIG} names is not there, or cannot be read
     */
    public static Config of(Map<String, String> environment) throws CannotStart {
        var files = environment.getOrDefault("KUBECONFIG", "");
        try {
            if (!files.isBlank()
                    && Stream.of(files.split(File.pathSeparator)).map(Path::of).noneMatch(Files::isRegularFile)) {
                throw new CannotStart(
                        "KUBECONFIG names " + files + ", and no such file is there. Correct or unset it.");
            }
            return Config.autoConfigure(null);
        } catch (KubernetesClientException | InvalidPathException e) {
            throw new CannotStart("The kubeconfig " + files + " cannot be read. Try it with kubectl.");
        }
    }

    /** The namespace of the pod that this is; empty outside a pod. */
    public static Optional<String> ownNamespace() {
        try {
            return Optional.of(Files.readString(Path.of(Config.KUBERNETES_NAMESPACE_PATH))
                            .strip())
                    .filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * A client for this cluster, whatever proxy the configuration names.
     *
     * @param listeners are shown every request, in this order, and every answer
     */
    public static KubernetesClient connect(Config config, Interceptor... listeners) {
        config.setHttpProxy(null);
        config.setHttpsProxy(null);
        trustNoOthers(config, Path.of(System.getProperty("java.home")));
        if (hasNoToken(config)) {
            // Looking for one, the client would read all configuration anew with each call, once a minute has passed.
            config.setOauthTokenProvider(() -> null);
        }
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(serialization())
                .withHttpClientFactory(new OkHttpClientFactory() {
                    @Override
                    protected void additionalConfig(OkHttpClient.Builder builder) {
                        // Its own choice is a platform thread a call, and a stack for each. Threads are used again,
                        // since JSON's buffers belong to threads.
                        var dispatcher = new Dispatcher(Executors.newCachedThreadPool(
                                Thread.ofVirtual().name("kubernetes-", 0).factory()));
                        dispatcher.setMaxRequests(Integer.MAX_VALUE);
                        dispatcher.setMaxRequestsPerHost(CALLS_AT_ONCE);
                        builder.dispatcher(dispatcher)
                                .proxy(Proxy.NO_PROXY)
                                .connectionSpecs(List.of(encryption(config), ConnectionSpec.CLEARTEXT));
                        Stream.of(listeners).forEach(builder::addInterceptor);
                    }
                })
                .build();
    }

    static void trustNoOthers(Config config, Path javaHome) {
        var none = javaHome.resolve(NO_AUTHORITIES);
        if (config.getTrustStoreFile() == null && Files.exists(none)) {
            config.setTrustStoreFile(none.toString());
        }
    }

    private static ConnectionSpec encryption(Config config) {
        return new ConnectionSpec.Builder(Ciphers.OFFERED)
                .tlsVersions(Stream.of(config.getTlsVersions())
                        .map(version -> TlsVersion.valueOf(version.name()))
                        .toArray(TlsVersion[]::new))
                .build();
    }

    /** Whether a certificate tells who this is, so that there is no token to renew. */
    private static boolean hasNoToken(Config config) {
        return (config.getClientCertFile() != null || config.getClientCertData() != null)
                && config.getOauthToken() == null
                && config.getAutoOAuthToken() == null
                && config.getAuthProvider() == null;
    }

    /** Its own choice is to load every kind that Kubernetes has. */
    private static KubernetesSerialization serialization() {
        var mapper = new ObjectMapper().addMixIn(ObjectMeta.class, WithoutManagedFields.class);
        var serialization = new KubernetesSerialization(mapper, false);
        WATCHED.forEach(serialization::registerKubernetesResource);
        return serialization;
    }

    /**
     * Waits until the cluster serves what the operator reads, for a minute at most.
     *
     * @throws CannotStart if it does not, or never will
     */
    public static void await(KubernetesClient patient, Clock clock) throws CannotStart, InterruptedException {
        // Here it is us who repeat, so that people are told what is waited for.
        var client = patient.newClient(
                        new RequestConfigBuilder(patient.getConfiguration().getRequestConfig())
                                .withRequestRetryBackoffLimit(0)
                                .build())
                .adapt(KubernetesClient.class);
        var end = clock.instant().plus(PATIENCE);
        var told = Optional.<String>empty();
        while (true) {
            var obstacle = obstacle(client);
            if (obstacle.isEmpty()) {
                return;
            }
            // Nobody waits any more, and the obstacle may be no more than that.
            if (Thread.interrupted()) {
                throw new InterruptedException();
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

    /** What stands in the way, if it may go away by itself. */
    private static Optional<String> obstacle(KubernetesClient client) throws CannotStart {
        try {
            return isServed(client)
                    ? Optional.empty()
                    : Optional.of("The cluster does not know the kind " + KonnectAPIAuthConfiguration.KIND
                            + ": install the CRD with kubectl apply -f crds/.");
        } catch (KubernetesClientException e) {
            return Optional.of(silence(client, e));
        }
    }

    private static boolean isServed(KubernetesClient client) {
        var version = KonnectAPIAuthConfiguration.GROUP + "/" + KonnectAPIAuthConfiguration.VERSION;
        return Optional.ofNullable(client.getApiResources(version)).stream()
                .flatMap(known -> known.getResources().stream())
                .anyMatch(kind -> kind.getKind().equals(KonnectAPIAuthConfiguration.KIND));
    }

    private static String silence(KubernetesClient client, KubernetesClientException e) throws CannotStart {
        var server = client.getMasterUrl().toString();
        if (e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED || e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
            throw new CannotStart("The API server at " + server + " does not accept these credentials (" + e.getCode()
                    + "). Look at the kubeconfig, or at the pod's service account.");
        }
        return e.getCode() <= 0
                ? "No Kubernetes API server answers at " + server + ". Set KUBECONFIG, or start the cluster."
                : "The API server at " + server + " answers with status " + e.getCode() + ".";
    }
}
