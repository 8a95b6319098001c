package io.github.konnectauth.operator.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.net.HttpURLConnection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease as the elector reads and writes it. Who holds it renews it by one request: it knows what it wrote last, and a
 * write meets a conflict if the lease is no longer that. Then it is read at once, as Kubernetes' own controllers do. A
 * lease that somebody has filled in badly is trouble with the API server, not the end of the election.
 */
final class RenewableLease extends LeaseLock {

    private static final Logger LOG = LoggerFactory.getLogger(RenewableLease.class);

    private final LeaseName name;
    private final Tenure tenure;
    private boolean isTold;
    private Tenure.Moment begun;

    /** As it was last read or written; null if that is not known, or if there is none. */
    private @Nullable Lease known;

    /**
     * @param identity of this process, unlike that of any other
     * @param tenure told of each renewal; while it lasts, the lease is not read before it is written
     */
    RenewableLease(LeaseName name, String identity, Tenure tenure) {
        super(name.namespace(), name.name(), identity);
        this.name = name;
        this.tenure = tenure;
        this.begun = tenure.now();
    }

    /**
     * What the lease says.
     *
     * @throws KubernetesClientException if the API server cannot be asked, or the lease does not say since when it is held
     */
    @Override
    public synchronized @Nullable LeaderElectionRecord get(KubernetesClient client) {
        begun = tenure.now();
        return known != null && tenure.isHeld() ? toRecord(known) : read(client);
    }

    private @Nullable LeaderElectionRecord read(KubernetesClient client) {
        known = null;
        var found = client.leases()
                .inNamespace(name.namespace())
                .withName(name.name())
                .get();
        if (found == null) {
            return null;
        }
        var record = record(found);
        known = found;
        return record;
    }

    private LeaderElectionRecord record(Lease lease) {
        try {
            return Objects.requireNonNull(toRecord(lease));
        } catch (RuntimeException e) {
            if (!isTold) {
                isTold = true;
                LOG.warn("{} is not filled in as a lease is. Delete it: the operator makes it anew.", describe());
            }
            throw new KubernetesClientException("The lease cannot be read");
        }
    }

    /** @throws KubernetesClientException if the lease was not made, for instance since another process was faster */
    @Override
    public synchronized void create(KubernetesClient client, LeaderElectionRecord mine) {
        known = client.resource(toResource(mine, getObjectMeta(null))).create();
        tenure.renewed(begun);
    }

    /** @throws KubernetesClientException if the lease was not written, for instance since another process did */
    @Override
    public synchronized void update(KubernetesClient client, LeaderElectionRecord mine) {
        try {
            write(client, mine);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND && isGivingBack(mine)) {
                return;
            }
            if (!isAboutAnother(e) || !isStillOurs(client)) {
                throw e;
            }
            // Somebody has put a label on it, or the like.
            write(client, mine);
        }
    }

    /** The lease is no longer the one that was known. */
    private static boolean isAboutAnother(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }

    /** If it is not, or nobody says, this process must not work until it has renewed it. */
    private boolean isStillOurs(KubernetesClient client) {
        var isOurs = false;
        try {
            var found = read(client);
            isOurs = found != null && identity().equals(found.getHolderIdentity());
        } finally {
            if (!isOurs) {
                tenure.doubt();
            }
        }
        return isOurs;
    }

    private void write(KubernetesClient client, LeaderElectionRecord mine) {
        var version = Objects.requireNonNull(known).getMetadata().getResourceVersion();
        var next = toResource(mine, getObjectMeta(version));
        if (isGivingBack(mine)) {
            // What is left out of a patch stays as it is.
            next.getSpec().setHolderIdentity("");
        }
        // A write that fails may have been stored, so the lease has to be read again.
        known = null;
        known = client.resource(next).patch(PatchContext.of(PatchType.JSON_MERGE));
        if (!isGivingBack(mine)) {
            tenure.renewed(begun);
        }
    }

    private static boolean isGivingBack(LeaderElectionRecord record) {
        return record.getHolderIdentity() == null || record.getHolderIdentity().isEmpty();
    }
}
