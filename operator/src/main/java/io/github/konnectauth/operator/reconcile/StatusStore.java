package io.github.konnectauth.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores statuses by replacing them, over the very version that they were computed from.
 *
 * <p>The installed CRD may be Kong's, which drops the fields that it does not declare. What the API server returns tells
 * which ones; without that knowledge a status would never be found equal to the stored one, and be written for ever.
 */
final class StatusStore {

    private final KubernetesClient client;
    private final BooleanSupplier isOurTurn;
    private final Counter writes;
    private final AtomicReference<Kept> kept = new AtomicReference<>(new Kept(true, true, true));

    /** @param isOurTurn asked right before each write: whether no other process is working */
    StatusStore(KubernetesClient client, BooleanSupplier isOurTurn, MeterRegistry meters) {
        this.client = client;
        this.isOurTurn = isOurTurn;
        this.writes = Counter.builder("konnect.auth.status.writes")
                .description("Statuses stored")
                .register(meters);
    }

    /** Whether storing the one would change the other. */
    boolean isStored(KonnectAPIAuthConfigurationStatus wanted, KonnectAPIAuthConfigurationStatus stored) {
        var fields = kept.get();
        return fields.of(wanted).equals(fields.of(stored));
    }

    /**
     * Replaces the status.
     *
     * @return the resource as the API server has it now; empty when it has changed or gone in the meantime, which its
     *     own event will tell, and when it is another process's turn
     */
    Optional<KonnectAPIAuthConfiguration> replace(
            KonnectAPIAuthConfiguration read, KonnectAPIAuthConfigurationStatus wanted) {
        if (!isOurTurn.getAsBoolean()) {
            return Optional.empty();
        }
        try {
            var stored = client.resource(KonnectAPIAuthConfiguration.statusOf(read, wanted))
                    .updateStatus();
            kept.updateAndGet(before -> before.learn(wanted, stored.status()));
            if (!read.getMetadata()
                    .getResourceVersion()
                    .equals(stored.getMetadata().getResourceVersion())) {
                writes.increment();
            }
            return Optional.of(stored);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
                    || (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND && isGone(read))) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A CRD without the status subresource answers 404 too. A list needs no right beyond those of the watch. */
    private boolean isGone(KonnectAPIAuthConfiguration read) {
        return client.resources(KonnectAPIAuthConfiguration.class)
                .inNamespace(read.getMetadata().getNamespace())
                .withField("metadata.name", read.getMetadata().getName())
                .list()
                .getItems()
                .isEmpty();
    }

    /** Which of the fields that Kong's CRD lacks the installed one keeps. */
    private record Kept(boolean generation, boolean secretVersion, boolean checkRequest) {

        KonnectAPIAuthConfigurationStatus of(KonnectAPIAuthConfigurationStatus status) {
            return new KonnectAPIAuthConfigurationStatus(
                    status.conditions(),
                    status.organizationId(),
                    status.serverUrl(),
                    generation ? status.observedGeneration() : null,
                    secretVersion ? status.observedSecretResourceVersion() : null,
                    checkRequest ? status.lastHandledCheckRequest() : null);
        }

        Kept learn(KonnectAPIAuthConfigurationStatus sent, KonnectAPIAuthConfigurationStatus stored) {
            return new Kept(
                    isKept(generation, sent.observedGeneration(), stored.observedGeneration()),
                    isKept(secretVersion, sent.observedSecretResourceVersion(), stored.observedSecretResourceVersion()),
                    isKept(checkRequest, sent.lastHandledCheckRequest(), stored.lastHandledCheckRequest()));
        }

        // What was not sent tells nothing.
        private static boolean isKept(boolean before, @Nullable Object sent, @Nullable Object stored) {
            return sent == null ? before : Objects.nonNull(stored);
        }
    }
}
