package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The definition of the kind, in {@code crds/} and in an API server. */
final class Crd {

    private static final Duration FOR_SERVING = Duration.ofSeconds(30);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);

    private final Path file;
    private final KubernetesClient client;

    /** @param root of the repository */
    Crd(Path root, KubernetesClient client) {
        this.file = root.resolve("crds").resolve(KonnectKind.CRD + ".yaml");
        this.client = client;
    }

    boolean isInstalled() {
        return client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(KonnectKind.CRD)
                        .get()
                != null;
    }

    /** Creates it, and returns when the kind is served. */
    void install() throws SandboxFailure, InterruptedException {
        try (var stream = Files.newInputStream(file)) {
            client.resource(Serialization.unmarshal(stream, CustomResourceDefinition.class))
                    .create();
        } catch (IOException | KubernetesClientException e) {
            throw new SandboxFailure("The CRD " + file + " cannot be applied: " + e.getMessage(), e);
        }
        var end = System.nanoTime() + FOR_SERVING.toNanos();
        while (!isServed()) {
            if (System.nanoTime() - end > 0) {
                throw new SandboxFailure("Waited " + FOR_SERVING.toSeconds()
                        + " s for the API server to serve the kind " + KonnectKind.PLURAL + ".");
            }
            Thread.sleep(BETWEEN_QUESTIONS);
        }
    }

    private boolean isServed() {
        try {
            KonnectKind.in(client).inAnyNamespace().list();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_UNAVAILABLE) {
                return false;
            }
            throw e;
        }
    }

    /** How many resources of the kind there are, in all namespaces. */
    int countResources() {
        return KonnectKind.in(client).inAnyNamespace().list().getItems().size();
    }

    /** Removes it, and every resource with it. */
    void remove() {
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(KonnectKind.CRD)
                .delete();
    }
}
