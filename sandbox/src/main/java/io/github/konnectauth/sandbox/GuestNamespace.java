package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A namespace of the run's own in somebody's cluster, and its removal with everything in it. */
final class GuestNamespace {

    private static final String PREFIX = "konnect-auth-demo-";
    private static final String SECRET = "konnect-api-auth-token";
    private static final Duration FOR_REMOVAL = Duration.ofSeconds(10);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);
    private static final String NO_FINALIZERS = "{\"metadata\":{\"finalizers\":null}}";

    private final KubernetesClient client;
    private final Progress progress;
    private final String name;

    private GuestNamespace(KubernetesClient client, Progress progress, String name) {
        this.client = client;
        this.progress = progress;
        this.name = name;
    }

    /** Creates one with a name that nobody has. */
    static GuestNamespace create(KubernetesClient client, Progress progress) {
        var namespace = client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName(PREFIX)
                        .endMetadata()
                        .build())
                .create();
        return new GuestNamespace(client, progress, namespace.getMetadata().getName());
    }

    String name() {
        return name;
    }

    /**
     * Removes the resources and the Secret, best while the operator still runs and lets go of them; finalizers that nobody
     * removes are cut. Doing so twice does nothing more.
     */
    void empty() throws InterruptedException {
        var resources = KonnectKind.in(client).inNamespace(name);
        resources.delete();
        if (!isSoon(() -> resources.list().getItems().isEmpty())) {
            resources
                    .list()
                    .getItems()
                    .forEach(each -> resources
                            .withName(each.getMetadata().getName())
                            .patch(PatchContext.of(PatchType.JSON_MERGE), NO_FINALIZERS));
        }
        var secret = client.secrets().inNamespace(name).withName(SECRET);
        secret.delete();
        if (!isSoon(() -> secret.get() == null)) {
            secret.patch(PatchContext.of(PatchType.JSON_MERGE), NO_FINALIZERS);
        }
    }

    /** Removes it, with everything in it. */
    void remove() throws InterruptedException {
        empty();
        var namespace = client.namespaces().withName(name);
        namespace.delete();
        var isGone = isSoon(() -> namespace.get() == null);
        progress.step("namespace/" + name + (isGone ? " removed" : " is being removed by the cluster"));
    }

    private static boolean isSoon(BooleanSupplier wanted) throws InterruptedException {
        var end = System.nanoTime() + FOR_REMOVAL.toNanos();
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(BETWEEN_QUESTIONS);
        }
        return true;
    }
}
