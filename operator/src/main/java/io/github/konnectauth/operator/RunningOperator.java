package io.github.konnectauth.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.konnectauth.operator.konnect.Freshness;
import io.github.konnectauth.operator.konnect.OkHttpKonnectClient;
import io.github.konnectauth.operator.management.ManagementServer;
import io.github.konnectauth.operator.management.ResourceGauges;
import io.github.konnectauth.operator.reconcile.ApiAuthController;
import io.github.konnectauth.operator.reconcile.CheckPolicy;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;

/** All parts of the operator, put together and running. */
public final class RunningOperator implements AutoCloseable {

    private static final Duration STATUS_WRITE = Duration.ofSeconds(5);

    private final ManagementServer management;
    private final ApiAuthController controller;

    private RunningOperator(ManagementServer management, ApiAuthController controller) {
        this.management = management;
        this.controller = controller;
    }

    /**
     * Starts everything; returns when the caches are filled.
     *
     * @param client for the API server; stays open when the operator stops
     * @param http for Konnect, made by {@link io.github.konnectauth.operator.konnect.Connections}
     * @param instance this process's name, as Events give it
     * @throws IOException if the management port is taken
     */
    public static RunningOperator start(
            OperatorConfig config, KubernetesClient client, OkHttpClient http, Clock clock, String instance)
            throws IOException {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var konnect = new OkHttpKonnectClient(
                http,
                Version.userAgent(),
                config.regionalProbe(),
                longestUse(config.revalidationInterval()),
                clock,
                meters);
        var controller = new ApiAuthController(
                client,
                konnect,
                new CheckPolicy(
                        config.watchNamespaces(),
                        config.labelSelector(),
                        config.revalidationInterval(),
                        config.outageGrace(),
                        config.allowedHosts()),
                clock,
                RandomGenerator.getDefault(),
                meters,
                // A region that does not answer is looked for in Konnect's list, so a look may take two calls in a row.
                config.requestTimeout().multipliedBy(2).plus(STATUS_WRITE),
                instance);
        meters.getPrometheusRegistry().register(new ResourceGauges(rows -> controller.forEach(rows::add)));
        var management = new ManagementServer(config.managementPort(), controller::isReady, meters::scrape);
        var running = new RunningOperator(management, controller);
        try {
            controller.start();
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
        return running;
    }

    private static Duration longestUse(Duration interval) {
        var half = interval.dividedBy(2);
        return half.compareTo(Freshness.REJECTED_FOR) > 0 ? half : Freshness.REJECTED_FOR;
    }

    /** Where health and metrics are served. */
    public int managementPort() {
        return management.port();
    }

    /** Finishes what has begun, and stops. */
    @Override
    public void close() {
        controller.close();
        management.close();
    }
}
