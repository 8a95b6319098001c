package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.simulator.KonnectSimulator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Makes resources, each with a token of its own that Konnect knows, and removes them. */
final class Swarm {

    static final String NAMESPACE = "default";

    private static final String SERVER = "us.api.konghq.com";
    private static final Duration FOR_REMOVAL = Duration.ofMinutes(2);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

    private final KubernetesClient client;
    private final KonnectSimulator konnect;
    private final String organization;
    private final SecureRandom random = new SecureRandom();

    Swarm(KubernetesClient client, KonnectSimulator konnect, String organization) {
        this.client = client;
        this.konnect = konnect;
        this.organization = organization;
    }

    /** Resources that are not created yet. */
    List<GenericKubernetesResource> prepare(String prefix, int count) {
        var resources = new ArrayList<GenericKubernetesResource>(count);
        for (var number = 0; number < count; number++) {
            resources.add(prepare(prefix + "-" + number));
        }
        return resources;
    }

    private GenericKubernetesResource prepare(String name) {
        var bytes = new byte[24];
        random.nextBytes(bytes);
        var token = "kpat_" + HexFormat.of().formatHex(bytes);
        konnect.token(token, organization);
        var resource = new GenericKubernetesResource();
        resource.setApiVersion(KonnectKind.GROUP + "/" + KonnectKind.VERSION);
        resource.setKind(KonnectKind.NAME);
        resource.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
        resource.setAdditionalProperty("spec", Map.of("type", "token", "token", token, "serverURL", SERVER));
        return resource;
    }

    GenericKubernetesResource create(GenericKubernetesResource resource) {
        return KonnectKind.in(client).resource(resource).create();
    }

    /** Creates one and stores a status for it, as an operator would. */
    void createWithStatus(GenericKubernetesResource resource, Object status) {
        var created = create(resource);
        created.setAdditionalProperty("status", status);
        KonnectKind.in(client).resource(created).updateStatus();
    }

    /** Does something with each resource, with a fixed number of callers; returns when all is done. */
    static void forEach(
            List<GenericKubernetesResource> resources, Consumer<GenericKubernetesResource> work, Duration limit)
            throws SandboxFailure, InterruptedException {
        try (var callers = Executors.newFixedThreadPool(
                LoadPlan.CALLERS, Thread.ofVirtual().name("caller-", 0).factory())) {
            var tasks = resources.stream()
                    .<Callable<Void>>map(resource -> () -> {
                        work.accept(resource);
                        return null;
                    })
                    .toList();
            for (var done : callers.invokeAll(tasks, limit.toMillis(), TimeUnit.MILLISECONDS)) {
                check(done, limit);
            }
        }
    }

    private static void check(Future<Void> done, Duration limit) throws SandboxFailure, InterruptedException {
        if (done.isCancelled()) {
            throw new SandboxFailure("Not all resources could be created within " + limit.toSeconds() + " s.");
        }
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new SandboxFailure("A resource could not be created: " + e.getCause(), e);
        }
    }

    /** Removes all resources of the namespace, and returns when they are gone. */
    void removeAll() throws SandboxFailure, InterruptedException {
        try {
            client.raw(KonnectKind.path(NAMESPACE), "DELETE", null);
        } catch (KubernetesClientException e) {
            throw new SandboxFailure("The resources could not be removed: " + e.getMessage(), e);
        }
        var end = System.nanoTime() + FOR_REMOVAL.toNanos();
        while (!KonnectKind.in(client).inNamespace(NAMESPACE).list().getItems().isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new SandboxFailure("Waited " + FOR_REMOVAL.toSeconds() + " s for the resources to be gone.");
            }
            Thread.sleep(BETWEEN_QUESTIONS);
        }
    }
}
