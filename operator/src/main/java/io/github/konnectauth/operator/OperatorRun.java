package io.github.konnectauth.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.konnectauth.operator.cluster.ApiServerTrouble;
import io.github.konnectauth.operator.cluster.CannotStart;
import io.github.konnectauth.operator.cluster.Cluster;
import io.github.konnectauth.operator.cluster.Leadership;
import io.github.konnectauth.operator.cluster.OnlyInTurn;
import io.github.konnectauth.operator.cluster.PermittedNamespaces;
import io.github.konnectauth.operator.cluster.Rights;
import io.github.konnectauth.operator.konnect.Connections;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the process: what has to be there first, the work, and its end.
 *
 * @param environment the process's variables
 */
record OperatorRun(OperatorConfig config, Map<String, String> environment) {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorRun.class);

    /** Returns whether it has ended because it was told to. */
    boolean untilItEnds() throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Konnect's client is made while the cluster is looked for.
            var opening = threads.submit(this::http);
            var cluster = Cluster.of(environment);
            var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            var leadership = config.lease().map(lease -> new Leadership(lease, instance()));
            var trouble = new ApiServerTrouble(meters);
            try (var client = Cluster.connect(cluster, trouble, OnlyInTurn.forChanges(Leadership.turn(leadership)))) {
                var waiting = threads.submit(waiting(client, trouble));
                var http = whileWaiting(waiting, opening);
                try (var namespaces = new PermittedNamespaces(client, config.watchNamespaces())) {
                    if (config.lease().isPresent()) {
                        Rights.demand(client, config.lease().get());
                    }
                    return work(client, leadership, namespaces, http, meters);
                }
            }
        } catch (CannotStart e) {
            LOG.error("{}", e.getMessage());
        } catch (IOException e) {
            LOG.error("Port {} cannot be listened on. Choose another --management-port.", config.managementPort());
        }
        return false;
    }

    private String instance() {
        return environment.getOrDefault("HOSTNAME", "konnect-auth-operator");
    }

    private OkHttpClient http() throws CannotStart {
        try {
            return Connections.open(config.requestTimeout(), config.caBundle(), config.allowedHosts(), environment);
        } catch (IllegalArgumentException e) {
            throw new CannotStart(String.valueOf(e.getMessage()));
        }
    }

    private static Callable<Boolean> waiting(KubernetesClient client, ApiServerTrouble trouble) {
        return () -> {
            trouble.deafDuring(() -> Cluster.await(client, Clock.systemUTC()));
            return true;
        };
    }

    /** What cannot be opened ends the wait at once. */
    private static OkHttpClient whileWaiting(Future<?> waiting, Future<OkHttpClient> opening)
            throws CannotStart, InterruptedException {
        try {
            var http = outcome(opening);
            outcome(waiting);
            return http;
        } finally {
            waiting.cancel(true);
        }
    }

    private static <T> T outcome(Future<T> future) throws CannotStart, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CannotStart reason) {
                throw reason;
            }
            throw new IllegalStateException(e);
        }
    }

    private boolean work(
            KubernetesClient client,
            Optional<Leadership> leadership,
            PermittedNamespaces namespaces,
            OkHttpClient http,
            PrometheusMeterRegistry meters)
            throws IOException {
        var stopped = new CountDownLatch(1);
        try (var running = RunningOperator.start(
                config, namespaces.permitted(), client, leadership, http, meters, Clock.systemUTC(), instance())) {
            namespaces.onMore(running::watch);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
                        running.end().complete("");
                        awaitQuietly(stopped);
                    }));
            LOG.atInfo().addKeyValue("managementPort", running.managementPort()).log("Ready");
            var trouble = running.end().join();
            if (!trouble.isEmpty()) {
                LOG.error("{} This process ends, to begin anew.", trouble);
                return false;
            }
            LOG.info("Stopping");
        } finally {
            stopped.countDown();
        }
        return true;
    }

    /** The JVM ends when its hooks do, so this one waits for the work that has begun. */
    private static void awaitQuietly(CountDownLatch stopped) {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
