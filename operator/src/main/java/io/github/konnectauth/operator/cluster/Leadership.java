package io.github.konnectauth.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Of the processes that share a lease one works at a time. The others hold no caches: they watch the lease, and
 * begin when it is given back or has run out.
 */
public final class Leadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    /** As Kubernetes' own controllers have them. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final Duration RENEW_WITHIN = Duration.ofSeconds(10);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
    private static final Duration CALL = Duration.ofSeconds(3);

    private final String identity;
    private final Runnable onWon;
    private final Runnable onLost;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("lease-", 0).factory());
    private final CompletableFuture<?> election;

    private volatile boolean isHeld;
    private volatile boolean isClosing;

    /**
     * Begins to seek the lease.
     *
     * @param instance the pod's or host's name, to which something unique is added
     * @param onWon run once, in a thread of its own, when this process may work
     * @param onLost run once, when it may no longer: it has to end at once. Not run when it gave the lease back itself
     */
    public Leadership(KubernetesClient client, LeaseName lease, String instance, Runnable onWon, Runnable onLost) {
        this.onWon = onWon;
        this.onLost = onLost;
        // Two processes of one host are two, and a container that starts anew in its pod is another one.
        this.identity = instance + "_" + UUID.randomUUID();
        LOG.atInfo()
                .addKeyValue("lease", lease.namespace() + "/" + lease.name())
                .addKeyValue("identity", identity)
                .log("Seeking the lease");
        this.election = new LeaderElectorBuilder(impatient(client), threads)
                .withConfig(new LeaderElectionConfig(
                        new ReadableLease(lease, identity),
                        LEASE,
                        RENEW_WITHIN,
                        BETWEEN_TRIES,
                        new LeaderCallbacks(this::won, this::lost, this::tellHolder),
                        true,
                        lease.name()))
                .build()
                .start();
    }

    /** With patience for this client's calls the time to renew would be over before anybody looks at it. */
    private static KubernetesClient impatient(KubernetesClient client) {
        return client.newClient(
                        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                                .withRequestTimeout((int) CALL.toMillis())
                                .withRequestRetryBackoffLimit(0)
                                .build())
                .adapt(KubernetesClient.class);
    }

    /** Whether this process is the one that works. */
    public boolean isHeld() {
        return isHeld;
    }

    // The elector waits for its callbacks, and renews nothing in the meantime.
    private void won() {
        isHeld = true;
        threads.execute(onWon);
    }

    private void lost() {
        isHeld = false;
        if (!isClosing) {
            threads.execute(onLost);
        }
    }

    private void tellHolder(@Nullable String holder) {
        if (holder != null && !holder.isEmpty() && !holder.equals(identity)) {
            LOG.atInfo().addKeyValue("holder", holder).log("Standing by: another process holds the lease");
        }
    }

    /** Gives the lease back, if this process holds it. */
    @Override
    public void close() {
        isClosing = true;
        election.cancel(true);
        threads.shutdown();
    }

    /** A lease that somebody has filled in badly is trouble with the API server, not the end of the election. */
    private static final class ReadableLease extends LeaseLock {

        private boolean isTold;

        ReadableLease(LeaseName lease, String identity) {
            super(lease.namespace(), lease.name(), identity);
        }

        @Override
        public synchronized LeaderElectionRecord get(KubernetesClient client) {
            LeaderElectionRecord found;
            try {
                found = super.get(client);
            } catch (KubernetesClientException e) {
                throw e;
            } catch (RuntimeException e) {
                throw unreadable();
            }
            if (found != null && (found.getRenewTime() == null || found.getLeaseDuration() == null)) {
                throw unreadable();
            }
            return found;
        }

        private KubernetesClientException unreadable() {
            if (!isTold) {
                isTold = true;
                LOG.warn("{} is not filled in as a lease is. Delete it: the operator makes it anew.", describe());
            }
            return new KubernetesClientException("The lease cannot be read");
        }
    }
}
