package io.github.konnectauth.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.konnectauth.operator.cluster.ApiServerTrouble;
import io.github.konnectauth.operator.cluster.Cluster;
import io.github.konnectauth.operator.cluster.Leadership;
import io.github.konnectauth.operator.cluster.OnlyInTurn;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.function.Consumer;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

/**
 * How an operator is started on a real API server.
 *
 * @param kubeconfig the way to the API server
 * @param faults what its requests to the API server go through
 * @param http the way to Konnect
 * @param wall the clock that it takes for the wall's
 */
record OperatorStart(OperatorConfig config, String kubeconfig, Interceptor faults, OkHttpClient http, Clock wall) {

    private static final String INSTANCE = "operator-under-test";

    /** @param closing is given what has to be closed after the operator */
    RunningOperator run(Consumer<KubernetesClient> closing) {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var leadership = config.lease().map(lease -> new Leadership(lease, INSTANCE));
        var client = Cluster.connect(
                Config.fromKubeconfig(kubeconfig),
                new ApiServerTrouble(meters),
                OnlyInTurn.forChanges(Leadership.turn(leadership)),
                faults);
        closing.accept(client);
        try {
            return RunningOperator.start(
                    config, config.watchNamespaces(), client, leadership, http, meters, wall, INSTANCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
