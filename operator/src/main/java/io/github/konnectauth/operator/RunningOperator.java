package io.github.konnectauth.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.konnectauth.operator.cluster.Leadership;
import io.github.konnectauth.operator.cluster.OnlyInTurn;
import io.github.konnectauth.operator.konnect.Freshness;
import io.github.konnectauth.operator.konnect.OkHttpKonnectClient;
import io.github.konnectauth.operator.management.ManagementServer;
import io.github.konnectauth.operator.management.ResourceGauges;
import io.github.konnectauth.operator.reconcile.ApiAuthController;
import io.github.konnectauth.operator.reconcile.CheckPolicy;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts of the operator, put together and running. */
public final class RunningOperator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningOperator.class);
    private static final Duration STATUS_WRITE = Duration.ofSeconds(5);

    private final OkHttpKonnectClient konnect;
    private final ApiAuthController controller;
    private final ManagementServer management;
    private final CompletableFuture<String> end = new CompletableFuture<>();

    private final Optional<Leadership> leadership;
    private final BooleanSupplier isOurTurn;

    private Set<String> namespaces;
    private boolean isWorking;
    private volatile boolean isClosing;

    private RunningOperator(
            OkHttpKonnectClient konnect,
            ApiAuthController controller,
            Optional<Leadership> leadership,
            OperatorConfig config,
            Set<String> namespaces,
            PrometheusMeterRegistry meters)
            throws IOException {
        this.konnect = konnect;
        this.controller = controller;
        this.leadership = leadership;
        this.isOurTurn = Leadership.turn(leadership);
        this.namespaces = namespaces;
        this.management = new ManagementServer(config.managementPort(), this::isReady, meters::scrape);
        meters.getPrometheusRegistry().register(new ResourceGauges(rows -> controller.forEach(rows::add)));
        Gauge.builder("konnect.auth.leader", () -> isOurTurn.getAsBoolean() ? 1 : 0)
                .description("1 when this process is the one that works, 0 when it stands by")
                .register(meters);
        Gauge.builder("konnect.auth.revalidation.interval.seconds", config.revalidationInterval()::toSeconds)
                .description("The time between two checks of a token whose verdict is known")
                .register(meters);
    }

    /**
     * Starts everything. Returns when the caches are filled; with leader election, when it has begun to seek the lease.
     *
     * @param namespaces those of the watched ones to begin with; empty for all
     * @param client for the API server; stays open when the operator stops
     * @param leadership the lease to work under, which it seeks and in the end gives back; empty to work without one
     * @param http for Konnect, made by {@link io.github.konnectauth.operator.konnect.Connections}
     * @param clock the wall's: what is shown comes from it, and nothing is measured by it
     * @param instance this process's name, as Events give it
     * @throws IOException if the management port is taken
     */
    public static RunningOperator start(
            OperatorConfig config,
            Set<String> namespaces,
            KubernetesClient client,
            Optional<Leadership> leadership,
            OkHttpClient http,
            PrometheusMeterRegistry meters,
            Clock clock,
            String instance)
            throws IOException {
        var isOurTurn = Leadership.turn(leadership);
        var steady = new SteadyClock(clock, System::nanoTime);
        var konnect = new OkHttpKonnectClient(
                OnlyInTurn.limit(http, isOurTurn),
                Version.userAgent(),
                config.regionalProbe(),
                config.requestsPerSecond(),
                longestUse(config.revalidationInterval()),
                steady,
                meters);
        var controller = new ApiAuthController(
                client,
                konnect,
                new CheckPolicy(
                        config.watchNamespaces(),
                        config.labelSelector(),
                        config.revalidationInterval(),
                        config.outageGrace(),
                        config.allowedHosts(),
                        config.finalizers(),
                        config.warnInlineTokens()),
                isOurTurn,
                clock,
                steady,
                new Random(),
                meters,
                STATUS_WRITE,
                instance);
        var running = new RunningOperator(konnect, controller, leadership, config, namespaces, meters);
        try {
            running.begin(client);
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

    private void begin(KubernetesClient client) {
        leadership.ifPresentOrElse(
                lease -> lease.seek(
                        client,
                        this::workOrEnd,
                        () -> end.complete("The lease is lost: another process may be working now.")),
                this::work);
    }

    private void workOrEnd() {
        try {
            work();
            LOG.info("Working");
        } catch (RuntimeException e) {
            end.complete("The caches could not be filled (" + e.getClass().getSimpleName() + ").");
        }
    }

    private synchronized void work() {
        if (isClosing) {
            return;
        }
        controller.start(namespaces, () -> end.complete("A watch has ended for good."));
        isWorking = true;
    }

    /** Looks at these namespaces from now on; ends if that fails. */
    synchronized void watch(Set<String> now) {
        namespaces = now;
        try {
            if (isWorking && !isClosing) {
                controller.watch(now);
            }
        } catch (RuntimeException e) {
            end.complete("The caches could not be filled (" + e.getClass().getSimpleName() + ").");
        }
    }

    /** A process that stands by is ready to take over. */
    private boolean isReady() {
        return !isOurTurn.getAsBoolean() || controller.isReady();
    }

    /** Completes when it cannot go on, with the reason; whoever wants it to end may complete it too. */
    CompletableFuture<String> end() {
        return end;
    }

    /** Where health and metrics are served. */
    public int managementPort() {
        return management.port();
    }

    /** Finishes what has begun, gives the lease back, and stops. */
    @Override
    public void close() {
        isClosing = true;
        controller.stop();
        konnect.close();
        leadership.ifPresent(Leadership::close);
        controller.close();
        management.close();
    }
}
