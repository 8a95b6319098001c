package io.github.konnectauth.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.api.TokenSource;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What Kong Operator, which cannot be run here, does with the same resources, as far as another writer meets it: it says what it
 * thinks of each token in a merge patch whenever the status says otherwise, and keeps its finalizer on Secrets that are named.
 */
final class KongOperatorImitation implements AutoCloseable {

    private final Scene scene;
    private final KubernetesClient client;
    private final Opinion opinion;
    private final SharedIndexInformer<GenericKubernetesResource> resources;
    private final SharedIndexInformer<Secret> secrets;
    private volatile boolean isClosed;
    private final AtomicInteger statusWrites = new AtomicInteger();
    private final AtomicInteger finalizerWrites = new AtomicInteger();

    /** What it thinks of all tokens. */
    enum Opinion {
        /** It keeps other conditions, as it does when it has checked a token. */
        VALID,
        /** It replaces the whole list, as its other controllers do on a token error. */
        INVALID
    }

    KongOperatorImitation(Scene scene, Opinion opinion) {
        this.scene = scene;
        // Not the tests' own, which has learned to read the kind as the operator's class, without the spec.
        this.client = ApiServer.clientOf(scene.server().kubeconfig());
        this.opinion = opinion;
        this.resources = client.genericKubernetesResources(
                        "konnect.konghq.com/v1alpha1", KonnectAPIAuthConfiguration.KIND)
                .inNamespace(scene.namespace())
                .runnableInformer(0);
        this.secrets = client.secrets()
                .inNamespace(scene.namespace())
                .withLabel("konghq.com/credential", "konnect")
                .runnableInformer(0);
        // Each looks into the other.
        secrets.addEventHandler(each(this::secretSeen)).run();
        resources.addEventHandler(each(this::resourceSeen)).run();
    }

    private static <T> ResourceEventHandler<T> each(Consumer<T> seen) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                seen.accept(object);
            }

            @Override
            public void onUpdate(T before, T now) {
                seen.accept(now);
            }

            @Override
            public void onDelete(T gone, boolean isUnknown) {
                seen.accept(gone);
            }
        };
    }

    private void resourceSeen(GenericKubernetesResource resource) {
        unlessOvertaken(() -> tellOpinion(resource));
        secrets.getStore().list().forEach(this::secretSeen);
    }

    private void tellOpinion(GenericKubernetesResource resource) {
        var conditions = resource.get("status", "conditions") instanceof List<?> list ? list : List.of();
        var wanted = new HashMap<String, Object>(Map.of(
                "type",
                Condition.API_AUTH_VALID,
                "status",
                opinion == Opinion.VALID ? "True" : "False",
                "reason",
                opinion == Opinion.VALID ? "Valid" : "Invalid",
                "message",
                opinion == Opinion.VALID ? "Token is valid" : "thinks otherwise",
                "lastTransitionTime",
                "2026-01-01T00:00:00Z",
                "observedGeneration",
                resource.getMetadata().getGeneration()));
        if (conditions.stream().anyMatch(condition -> saysTheSame(condition, wanted))) {
            return;
        }
        var all = new ArrayList<Object>();
        if (opinion == Opinion.VALID) {
            conditions.stream()
                    .filter(condition -> !Condition.API_AUTH_VALID.equals(((Map<?, ?>) condition).get("type")))
                    .forEach(all::add);
        }
        all.add(wanted);
        client.resource(resource)
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        Serialization.asJson(Map.of(
                                "status",
                                Map.of(
                                        "conditions",
                                        all,
                                        "organizationID",
                                        Scene.ORGANIZATION,
                                        "serverURL",
                                        "https://us.api.konghq.com"))));
        statusWrites.incrementAndGet();
    }

    private static boolean saysTheSame(Object condition, Map<String, Object> wanted) {
        return condition instanceof Map<?, ?> there
                && List.of("type", "status", "reason").stream()
                        .allMatch(key -> Objects.equals(there.get(key), wanted.get(key)));
    }

    private void secretSeen(Secret seen) {
        unlessOvertaken(() -> Optional.ofNullable(client.resource(seen).get()).ifPresent(secret -> {
            var isNamed = scene
                    .client()
                    .resources(KonnectAPIAuthConfiguration.class)
                    .inNamespace(scene.namespace())
                    .list()
                    .getItems()
                    .stream()
                    .anyMatch(resource -> resource.spec().source() instanceof TokenSource.FromSecret(var name, var _)
                            && name.equals(secret.getMetadata().getName()));
            var has = isHeld(secret);
            if (isNamed == has || (isNamed && secret.isMarkedForDeletion())) {
                return;
            }
            client.secrets()
                    .inNamespace(secret.getMetadata().getNamespace())
                    .withName(secret.getMetadata().getName())
                    .edit(copy -> {
                        if (isNamed) {
                            copy.addFinalizer(InUseFinalizer.SECRET.text());
                        } else {
                            copy.removeFinalizer(InUseFinalizer.SECRET.text());
                        }
                        return copy;
                    });
            finalizerWrites.incrementAndGet();
        }));
    }

    private static boolean isHeld(HasMetadata object) {
        return object.getMetadata().getFinalizers().contains(InUseFinalizer.SECRET.text());
    }

    /** Its own next event comes when somebody was faster. */
    private void unlessOvertaken(Runnable change) {
        try {
            change.run();
        } catch (KubernetesClientException e) {
            if (!isClosed && e.getCode() != 409 && e.getCode() != 404 && e.getCode() != 422) {
                throw e;
            }
        }
    }

    int statusWrites() {
        return statusWrites.get();
    }

    int finalizerWrites() {
        return finalizerWrites.get();
    }

    @Override
    public void close() {
        isClosed = true;
        resources.stop();
        secrets.stop();
        client.close();
    }
}
