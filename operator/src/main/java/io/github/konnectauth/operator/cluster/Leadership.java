package io.github.konnectauth.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
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
    private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(2);

    /** At least, and a bit more than twice that at most: the elector adds to it by chance. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private static final Duration CALL = Duration.ofSeconds(3);

    private final LeaseName lease;
    private final String identity;
    private final Tenure tenure = new Tenure(RENEW_WITHIN, System::nanoTime, System::currentTimeMillis);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("lease-", 0).factory());

    private volatile CompletableFuture<?> election = CompletableFuture.completedFuture(null);
    private volatile boolean isClosing;

    /** @param instance the pod's or host's name, to which something unique is added */
    public Leadership(LeaseName lease, String instance) {
        this.lease = lease;
        // Two processes of one host are two, and a container that starts anew in its pod is another one.
        this.identity = instance + "_" + UUID.randomUUID();
    }

    /**
     * Begins to seek the lease.
     *
     * @param onWon run once, in a thread of its own, when this process may work
     * @param onLost run once, when it may no longer: it has to end at once. Not run when it gave the lease back itself
     */
    public void seek(KubernetesClient client, Runnable onWon, Runnable onLost) {
        LOG.atInfo()
                .addKeyValue("lease", lease.namespace() + "/" + lease.name())
                .addKeyValue("identity", identity)
                .log("Seeking the lease");
        var callbacks = new LeaderCallbacks(() -> won(onWon), () -> lost(onLost), this::tellHolder);
        election = new LeaderElectorBuilder(impatient(client), threads)
                .withConfig(new Pace(new RenewableLease(lease, identity, tenure), callbacks, lease.name()))
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

    /** Whether this process may work: always, if there is no lease to hold. */
    public static BooleanSupplier turn(Optional<Leadership> leadership) {
        return () -> leadership.map(Leadership::isHeld).orElse(true);
    }

    /**
     * Whether this process is the one that works: it has the lease, and its last renewal is young enough for no other to
     * have it. To be asked right before each act that only one process may do.
     */
    public boolean isHeld() {
        return tenure.isHeld();
    }

    // The elector waits for its callbacks, and renews nothing in the meantime.
    private void won(Runnable onWon) {
        if (tenure.win()) {
            threads.execute(onWon);
        }
    }

    private void lost(Runnable onLost) {
        tenure.end();
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

    /** Who waits for the lease looks often, so that one that is given back is not left lying. */
    private final class Pace extends LeaderElectionConfig {

        Pace(RenewableLease lock, LeaderCallbacks callbacks, String name) {
            super(lock, LEASE, RENEW_WITHIN, BETWEEN_RENEWALS, callbacks, true, name);
        }

        @Override
        public Duration getRetryPeriod() {
            return isHeld() ? super.getRetryPeriod() : BETWEEN_LOOKS;
        }
    }
}
