package io.github.konnectauth.operator.cluster;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease as the elector reads and writes it. Who holds it renews it by one request: it knows what it wrote last, and a
 * write meets a conflict if the lease is no longer that (as Kubernetes' own controllers do since client-go 0.27). A lease
 * that somebody has filled in badly is trouble with the API server, not the end of the election.
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
     * @throws KubernetesClientException if the API server cannot be asked, or the lease does not say who holds it and since
     *     when
     */
    @Override
    public synchronized @Nullable LeaderElectionRecord get(KubernetesClient client) {
        begun = tenure.now();
        if (known == null || !tenure.isHeld()) {
            known = null;
            known = client.leases()
                    .inNamespace(name.namespace())
                    .withName(name.name())
                    .get();
        }
        return known == null ? null : read(known);
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
        var next = toResource(
                mine, getObjectMeta(Objects.requireNonNull(known).getMetadata().getResourceVersion()));
        // A write that fails may have been stored, so the lease has to be read again.
        known = null;
        known = client.resource(next).patch(PatchContext.of(PatchType.JSON_MERGE));
        // Giving the lease back is an update too.
        if (identity().equals(mine.getHolderIdentity())) {
            tenure.renewed(begun);
        }
    }

    private LeaderElectionRecord read(Lease lease) {
        var spec = lease.getSpec();
        if (spec == null || spec.getRenewTime() == null || spec.getLeaseDurationSeconds() == null) {
            if (!isTold) {
                isTold = true;
                LOG.warn("{} is not filled in as a lease is. Delete it: the operator makes it anew.", describe());
            }
            throw new KubernetesClientException("The lease cannot be read");
        }
        return toRecord(lease);
    }
}
