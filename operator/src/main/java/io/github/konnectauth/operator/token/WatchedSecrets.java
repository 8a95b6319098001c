package io.github.konnectauth.operator.token;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Optional;
import java.util.Set;

/**
 * The labelled Secrets, through a watch that the API server filters, and the others through a GET: only that tells a
 * Secret that is missing from one that lacks the label.
 *
 * @param <P> the kind of resource that refers to Secrets
 */
public final class WatchedSecrets<P extends HasMetadata> implements Secrets {

    /** Secrets are listed in pages of this size, so that many of them need not be in memory twice. */
    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final InformerEventSource<CredentialSecret, P> watch;

    /**
     * @param referrers which resources name a Secret; without side effects, and without looking at all of them
     */
    public WatchedSecrets(EventSourceContext<P> context, SecondaryToPrimaryMapper<CredentialSecret> referrers) {
        this.client = context.getClient();
        this.watch = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(CredentialSecret.class, context.getPrimaryResourceClass())
                        .withLabelSelector(CredentialSecret.LABEL + "=" + CredentialSecret.LABEL_VALUE)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(referrers)
                        // Makes the framework keep no index of its own; the referrers' mapper has one.
                        .<P>withPrimaryToSecondaryMapper(_ -> Set.of())
                        .withOnUpdateFilter((now, before) -> !now.meansTheSameAs(before))
                        .withInformerListLimit(PAGE)
                        .build(),
                context);
    }

    /** The watch, to be started by the framework. */
    public InformerEventSource<CredentialSecret, P> eventSource() {
        return watch;
    }

    @Override
    public Optional<CredentialSecret> find(String namespace, String name) {
        return watch.get(new ResourceID(name, namespace)).or(() -> get(namespace, name));
    }

    private Optional<CredentialSecret> get(String namespace, String name) {
        return Optional.ofNullable(client.resources(CredentialSecret.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }
}
