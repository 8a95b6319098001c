package io.github.konnectauth.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.operator.cluster.ApiServerTrouble;
import io.github.konnectauth.operator.cluster.CannotStart;
import io.github.konnectauth.operator.cluster.Cluster;
import io.github.konnectauth.operator.cluster.Leadership;
import io.github.konnectauth.operator.cluster.LeaseName;
import io.github.konnectauth.operator.cluster.OnlyInTurn;
import io.github.konnectauth.operator.cluster.Rights;
import io.github.konnectauth.operator.handback.HandBack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back what the operator has put on resources and Secrets.
 *
 * @param parts what of it
 * @param namespaces where; empty for all
 * @param selector of resources; empty for all
 * @param lease the one to hold meanwhile; empty without leader election
 */
record HandBackRun(
        Set<HandBack.Part> parts, Set<String> namespaces, Optional<String> selector, Optional<LeaseName> lease) {

    private static final Logger LOG = LoggerFactory.getLogger(HandBackRun.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * Returns whether nothing is left.
     *
     * @param environment the process's variables
     */
    boolean take(Map<String, String> environment) throws InterruptedException {
        var leadership = lease.map(held -> new Leadership(held, environment.getOrDefault("HOSTNAME", "hand-back")));
        try (var client = Cluster.connect(
                Cluster.of(environment),
                new ApiServerTrouble(new SimpleMeterRegistry()),
                OnlyInTurn.forChanges(Leadership.turn(leadership)))) {
            return underLease(client, leadership);
        } catch (CannotStart e) {
            LOG.error("{}", e.getMessage());
        } catch (KubernetesClientException e) {
            // Without its message, which may repeat what was refused.
            LOG.atError()
                    .addKeyValue("status", e.getCode())
                    .log("The API server does not let everything be handed back. Run this again when it does.");
        }
        return false;
    }

    private boolean underLease(KubernetesClient client, Optional<Leadership> leadership)
            throws CannotStart, InterruptedException {
        if (leadership.isEmpty()) {
            return take(client);
        }
        Rights.demand(client, lease.orElseThrow());
        try (var held = leadership.get()) {
            var won = new CompletableFuture<Boolean>();
            held.seek(client, () -> won.complete(true), () -> won.complete(false));
            won.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return take(client);
        } catch (TimeoutException e) {
            throw new CannotStart("Another process has held the lease " + lease.orElseThrow() + " for "
                    + PATIENCE.toSeconds() + " s. Stop the operator, and run this again.");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean take(KubernetesClient client) {
        if (new HandBack(client, namespaces, selector).take(parts)) {
            LOG.info("Nothing is left to be handed back");
            return true;
        }
        LOG.error(
                "Something is left. Either the API server refuses, as told above, or an operator goes on putting it back: stop it, and run this again.");
        return false;
    }
}
