package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of {@code examples/}.
 *
 * @param name as people know it, such as {@code examples/inline-token.yaml}
 * @param documents what it holds, in its order
 */
record ExampleFile(String name, List<HasMetadata> documents) {

    private static final String TOKEN = "token";

    /**
     * Reads a file.
     *
     * @param root the directory that the name begins at
     * @throws SandboxFailure if it is absent or no YAML of Kubernetes
     */
    static ExampleFile read(Path root, String name, KubernetesClient client) throws SandboxFailure {
        try (var stream = Files.newInputStream(root.resolve(name))) {
            return new ExampleFile(name, client.load(stream).items());
        } catch (IOException | KubernetesClientException | IllegalArgumentException e) {
            throw new SandboxFailure("The file " + root.resolve(name) + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The tokens that it holds; placeholders, as the examples are. */
    Stream<String> tokens() {
        return documents.stream().map(ExampleFile::token).flatMap(Optional::stream);
    }

    private static Optional<String> token(HasMetadata document) {
        return switch (document) {
            case Secret secret -> Optional.ofNullable(secret.getStringData()).map(data -> data.get(TOKEN));
            case GenericKubernetesResource resource when KonnectKind.isKindOf(resource) -> inlineToken(resource);
            default -> Optional.empty();
        };
    }

    /** The token in a resource's own spec. */
    static Optional<String> inlineToken(GenericKubernetesResource resource) {
        return resource.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec
                        && spec.get(TOKEN) instanceof String token
                ? Optional.of(token)
                : Optional.empty();
    }
}
