package io.github.konnectauth.operator.handback;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import io.github.konnectauth.operator.protection.MarkedSecrets;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves resources and Secrets as Kong Operator would have them: without our finalizers, and with a status that holds nothing
 * but what Kong Operator knows. Nobody's verdict is touched.
 *
 * @param namespaces to look into; empty for all
 * @param labelSelector the resources that are meant; empty for all. Secrets have no such labels: all are meant
 */
public record HandBack(KubernetesClient client, Set<String> namespaces, Optional<String> labelSelector) {

    private static final Logger LOG = LoggerFactory.getLogger(HandBack.class);
    private static final long PAGE = 500;
    private static final int PASSES = 10;
    private static final Set<String> OURS = Set.of(Condition.READY, Condition.RECONCILING, Condition.STALLED);

    /** Something to take back. */
    public enum Part {
        SECRET_FINALIZERS,
        IN_USE_FINALIZERS,
        STATUSES
    }

    /**
     * Takes these back, and looks again until nothing is left. A namespace in which that fails does not keep the others from it.
     *
     * @return whether nothing is left; others may go on changing the same objects
     */
    public boolean take(Set<Part> parts) {
        for (var pass = 1; pass <= PASSES; pass++) {
            var changed = 0;
            var isComplete = true;
            for (var namespace : namespaces.isEmpty() ? Set.of("") : namespaces) {
                try {
                    changed += take(namespace, parts);
                } catch (KubernetesClientException e) {
                    isComplete = false;
                    // Without its message, which may repeat what was refused.
                    LOG.atWarn()
                            .addKeyValue("namespace", namespace)
                            .addKeyValue("status", e.getCode())
                            .log("The API server does not let everything be handed back here");
                }
            }
            if (changed == 0) {
                return isComplete;
            }
            LOG.atInfo().addKeyValue("objects", changed).log("Handed back");
        }
        return false;
    }

    private int take(String namespace, Set<Part> parts) {
        var changed = 0;
        if (parts.contains(Part.SECRET_FINALIZERS)) {
            var scope = namespace.isEmpty() ? Set.<String>of() : Set.of(namespace);
            for (var secret : new MarkedSecrets(client).list(scope, "")) {
                changed += takeOff(InUseFinalizer.SECRET, secret) ? 1 : 0;
            }
        }
        if (parts.contains(Part.IN_USE_FINALIZERS) || parts.contains(Part.STATUSES)) {
            for (var resource : resourcesIfServed(namespace)) {
                changed += take(resource, parts) ? 1 : 0;
            }
        }
        return changed;
    }

    /** Where the CRD has gone, its resources have too. */
    private List<KonnectAPIAuthConfiguration> resourcesIfServed(String namespace) {
        try {
            return resources(namespace);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /** All of them first: what is listed in pages has to be read on before the API server forgets where it was. */
    private List<KonnectAPIAuthConfiguration> resources(String namespace) {
        var found = new ArrayList<KonnectAPIAuthConfiguration>();
        var next = Optional.<String>empty();
        do {
            var all = client.resources(KonnectAPIAuthConfiguration.class);
            var scope = namespace.isEmpty() ? all.inAnyNamespace() : all.inNamespace(namespace);
            var page = scope.list(new ListOptionsBuilder()
                    .withLimit(PAGE)
                    .withContinue(next.orElse(null))
                    .withLabelSelector(labelSelector.orElse(null))
                    .build());
            found.addAll(page.getItems());
            next = Optional.ofNullable(page.getMetadata().getContinue()).filter(text -> !text.isEmpty());
        } while (next.isPresent());
        return found;
    }

    private boolean take(KonnectAPIAuthConfiguration resource, Set<Part> parts) {
        // The status first: without the finalizer a resource that is deleted is gone.
        var isStatusChanged = parts.contains(Part.STATUSES) && takeStatus(resource);
        var isFreed = parts.contains(Part.IN_USE_FINALIZERS) && takeOff(InUseFinalizer.RESOURCE, resource);
        return isStatusChanged || isFreed;
    }

    private boolean takeOff(InUseFinalizer finalizer, HasMetadata object) {
        return finalizer.isOn(object) && unlessOvertaken(object, read -> finalizer.takeOff(client, read));
    }

    private boolean takeStatus(KonnectAPIAuthConfiguration resource) {
        var kept = handedBack(resource.status());
        return !kept.equals(resource.status())
                && unlessOvertaken(
                        resource,
                        read -> client.resource(KonnectAPIAuthConfiguration.statusOf(resource, kept))
                                .updateStatus());
    }

    /** Whoever was faster may have left something: the next pass will tell. */
    private static boolean unlessOvertaken(HasMetadata object, Consumer<HasMetadata> change) {
        try {
            change.accept(object);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT
                    && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
                    && e.getCode() != InUseFinalizer.TEST_FAILED) {
                throw e;
            }
        }
        return true;
    }

    /** Of a status what Kong Operator knows. */
    static KonnectAPIAuthConfigurationStatus handedBack(KonnectAPIAuthConfigurationStatus status) {
        return new KonnectAPIAuthConfigurationStatus(
                status.conditions().stream()
                        .filter(condition -> !OURS.contains(condition.type()))
                        .toList(),
                status.organizationId(),
                status.serverUrl(),
                null,
                null,
                null);
    }
}
