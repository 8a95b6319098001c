package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The Kubernetes API server of a run. */
interface ApiServer {

    /** Which one it is, for people. */
    String description();

    /** What a real API server does and this one does not; a sentence each. */
    List<String> leavesOut();

    /** A client with every right. */
    KubernetesClient client();

    /** What other processes put into {@code KUBECONFIG}; empty where their environment names the cluster already. */
    Optional<Path> kubeconfig();

    /** A document as it has to be sent, so that it is stored as a real API server would store it. */
    default HasMetadata sendable(HasMetadata document) {
        return document;
    }
}
