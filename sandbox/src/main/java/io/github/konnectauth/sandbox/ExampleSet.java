package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The examples that a run applies, and how. */
final class ExampleSet {

    static final String INLINE = "examples/inline-token.yaml";
    static final String SECRET = "examples/secret-ref.yaml";

    /** What belongs to a namespace alone. */
    private static final List<String> NARROW = List.of(INLINE, SECRET);

    private static final List<String> ALL = List.of(
            INLINE,
            SECRET,
            "examples/cross-namespace.yaml",
            "examples/rbac/reader.yaml",
            "examples/rbac/writer.yaml",
            "examples/operator-rbac.yaml");

    private static final String USUAL_NAMESPACE = "default";

    private final List<ExampleFile> files;
    private final ApiServer server;
    private final String namespace;
    private final Progress progress;

    private ExampleSet(List<ExampleFile> files, ApiServer server, String namespace, Progress progress) {
        this.files = files;
        this.server = server;
        this.namespace = namespace;
        this.progress = progress;
    }

    /** Every example, as it is, for an API server that is nobody else's. */
    static ExampleSet all(Path root, ApiServer server, Progress progress) throws SandboxFailure {
        return new ExampleSet(read(root, ALL, server.client()), server, USUAL_NAMESPACE, progress);
    }

    /** Those that need one namespace only, put into this one instead of "default". */
    static ExampleSet within(String namespace, Path root, ApiServer server, Progress progress) throws SandboxFailure {
        return new ExampleSet(read(root, NARROW, server.client()), server, namespace, progress);
    }

    private static List<ExampleFile> read(Path root, List<String> names, KubernetesClient client)
            throws SandboxFailure {
        var files = new ArrayList<ExampleFile>();
        for (var name : names) {
            files.add(ExampleFile.read(root, name, client));
        }
        return List.copyOf(files);
    }

    /** Every token in them. */
    List<String> tokens() {
        return files.stream().flatMap(ExampleFile::tokens).distinct().toList();
    }

    /** Where "default" is. */
    String namespace() {
        return namespace;
    }

    /** Whether a resource of this name is among them. */
    boolean holds(String name) {
        return files.stream()
                .flatMap(file -> file.documents().stream())
                .anyMatch(document -> KonnectKind.isKindOf(document)
                        && document.getMetadata().getName().equals(name));
    }

    /** Creates all documents, and says so one by one. */
    void apply() throws SandboxFailure {
        for (var file : files) {
            for (var document : file.documents()) {
                apply(file.name(), document);
            }
        }
    }

    private void apply(String file, HasMetadata document) throws SandboxFailure {
        var title = document.getKind().toLowerCase(Locale.ROOT) + "/"
                + document.getMetadata().getName();
        if (document instanceof GenericKubernetesResource && !KonnectKind.isKindOf(document)) {
            progress.step(file + ": " + title + " left out: this API server does not have the kind");
            return;
        }
        try {
            settle(document);
            create(document);
        } catch (KubernetesClientException e) {
            throw new SandboxFailure(
                    file + ": the API server refuses " + title + ": "
                            + String.valueOf(
                                    e.getStatus() == null
                                            ? e.getMessage()
                                            : e.getStatus().getMessage()),
                    e);
        }
        progress.step(file + ": " + title + " created");
    }

    private void create(HasMetadata document) {
        var sendable = server.sendable(document);
        if (sendable instanceof GenericKubernetesResource resource) {
            KonnectKind.in(server.client()).resource(resource).create();
        } else {
            server.client().resource(sendable).create();
        }
    }

    /** Puts a document into the run's namespace, and makes the namespace if the files leave that to their reader. */
    private void settle(HasMetadata document) {
        var wanted = document.getMetadata().getNamespace();
        if (USUAL_NAMESPACE.equals(wanted)) {
            document.getMetadata().setNamespace(namespace);
        } else if (wanted != null
                && server.client().namespaces().withName(wanted).get() == null) {
            server.client()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(wanted)
                            .endMetadata()
                            .build())
                    .create();
            progress.step("namespace/" + wanted + " created, which the next example needs");
        }
    }
}
