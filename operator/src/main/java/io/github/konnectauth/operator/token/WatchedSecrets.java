package io.github.konnectauth.operator.token;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
     * @param referrers which resources name a Secret, without looking at all of them
     * @param onGone told of a Secret that has gone, or has lost its label
     */
    public WatchedSecrets(
            EventSourceContext<P> context,
            SecondaryToPrimaryMapper<CredentialSecret> referrers,
            Consumer<CredentialSecret> onGone) {
        this.client = context.getClient();
        this.watch = new StartedOnce<>(
                InformerEventSourceConfiguration.from(CredentialSecret.class, context.getPrimaryResourceClass())
                        .withLabelSelector(CredentialSecret.LABEL + "=" + CredentialSecret.LABEL_VALUE)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(referrers)
                        // Makes the framework keep no index of its own; the referrers' mapper has one.
                        .<P>withPrimaryToSecondaryMapper(_ -> Set.of())
                        .withOnUpdateFilter((now, before) -> !now.meansTheSameAs(before))
                        .withOnDeleteFilter((secret, _) -> {
                            onGone.accept(secret);
                            return true;
                        })
                        .withInformerListLimit(PAGE)
                        .build(),
                context);
    }

    /** The watch, to be started by the framework. */
    public InformerEventSource<CredentialSecret, P> eventSource() {
        return watch;
    }

    /**
     * Begins to read the Secrets in a thread of its own, once the framework knows of the {@link #eventSource()}. The framework
     * would begin only when it has all resources; its own start waits for this one, and meets its failure.
     */
    public void readAhead() {
        Thread.ofVirtual().name("secrets").start(() -> {
            try {
                watch.start();
            } catch (RuntimeException e) {
                // The framework's own start tells it.
            }
        });
    }

    @Override
    public Optional<CredentialSecret> find(String namespace, String name) {
        return seen(namespace, name).or(() -> read(namespace, name));
    }

    /** The labelled Secrets that the watch has. */
    public Stream<CredentialSecret> seen() {
        return watch.list();
    }

    /** The labelled Secret of this name that the watch has. */
    public Optional<CredentialSecret> seen(String namespace, String name) {
        return watch.get(new ResourceID(name, namespace));
    }

    /** The Secret as the API server has it now. */
    public Optional<CredentialSecret> read(String namespace, String name) {
        return Optional.ofNullable(client.resources(CredentialSecret.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    /** Changes a Secret by a JSON patch, and returns it as it is then. */
    public CredentialSecret patch(CredentialSecret read, String patch) {
        var patched = client.resource(read).patch(PatchContext.of(PatchType.JSON), patch);
        watch.handleRecentResourceUpdate(ResourceID.fromResource(read), patched, read);
        return patched;
    }

    /** A watch that is started once: whoever comes second waits for the first start, and meets its failure. */
    private static final class StartedOnce<P extends HasMetadata> extends InformerEventSource<CredentialSecret, P> {

        private @Nullable RuntimeException failure;

        StartedOnce(InformerEventSourceConfiguration<CredentialSecret> configuration, EventSourceContext<P> context) {
            super(configuration, context);
        }

        @Override
        public synchronized void start() {
            if (failure != null) {
                throw failure;
            }
            try {
                super.start();
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }
    }
}
