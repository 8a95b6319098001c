package io.github.konnectauth.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.kong.KongKinds;
import io.github.konnectauth.operator.kong.Reference;
import io.github.konnectauth.operator.kong.Reference.Target;
import io.github.konnectauth.operator.protection.HeldResources;
import io.github.konnectauth.operator.protection.HeldSecrets;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import io.github.konnectauth.operator.protection.MarkedSecrets;
import io.github.konnectauth.operator.protection.Upkeep;
import io.github.konnectauth.operator.token.CredentialSecret;
import io.github.konnectauth.operator.token.TokenResolution;
import io.github.konnectauth.operator.token.TokenResolver;
import io.github.konnectauth.operator.token.WatchedSecrets;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the resources stand among: Secrets, grants, and what names them. Changes there have resources looked at again, and
 * finalizers put on and taken off.
 */
final class Surroundings implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

    private final KubernetesClient client;
    private final Set<String> namespaces;
    private final IndexerResourceCache<KonnectAPIAuthConfiguration> resources;
    private final Consumer<ResourceID> arrived;
    private final Referrers referrers;
    private final WatchedSecrets<KonnectAPIAuthConfiguration> secrets;
    private final KongKinds<KonnectAPIAuthConfiguration> kinds;
    private final SimpleInboundEventSource<KonnectAPIAuthConfiguration> again = new SimpleInboundEventSource<>("again");
    private final Optional<Upkeep<CredentialSecret>> secretUpkeep;
    private final Optional<Upkeep<KonnectAPIAuthConfiguration>> resourceUpkeep;
    private final TokenResolver tokens;
    private volatile boolean hasLooked;

    /** @param arrived told the resources whose status may change by what has happened */
    Surroundings(
            EventSourceContext<KonnectAPIAuthConfiguration> context, CheckPolicy policy, Consumer<ResourceID> arrived) {
        this.client = context.getClient();
        this.resources = context.getPrimaryCache();
        this.arrived = arrived;
        this.referrers = new Referrers(resources);
        this.secrets = new WatchedSecrets<>(context, this::secretChanged, this::reconsider);
        this.namespaces = namespaces(context);
        this.kinds = new KongKinds<>(
                client, namespaces, policy.has(InUseFinalizer.RESOURCE), this::grantChanged, this::referenceChanged);
        this.secretUpkeep = policy.has(InUseFinalizer.SECRET)
                ? Optional.of(new Upkeep<>(
                        new HeldSecrets(secrets, referrers::to, namespace -> Referrers.asked(client, namespace)),
                        kinds,
                        namespaces))
                : Optional.empty();
        this.resourceUpkeep = policy.has(InUseFinalizer.RESOURCE)
                ? Optional.of(new Upkeep<>(new HeldResources(client, kinds), kinds, namespaces))
                : Optional.empty();
        this.tokens = new TokenResolver(secrets, kinds::permit, this::hold, policy.watchedNamespaces());
    }

    private static Set<String> namespaces(EventSourceContext<?> context) {
        var scope = context.getControllerConfiguration().getInformerConfig();
        return scope.watchAllNamespaces() ? Set.of() : scope.getNamespaces();
    }

    List<EventSource<?, KonnectAPIAuthConfiguration>> eventSources() {
        return List.of(secrets.eventSource(), kinds, again);
    }

    /** Begins to read the Secrets, once the framework knows of the {@link #eventSources()}. */
    void begin() {
        secrets.readAhead();
    }

    /** Has this resource looked at soon, by another thread. */
    void lookAgain(ResourceID id) {
        again.propagateEvent(id);
    }

    /** Where the resource's reference leads. The Secret is held from before its token is read. */
    TokenResolution resolve(KonnectAPIAuthConfiguration resource) {
        hasLooked = true;
        return tokens.resolve(
                resource.getMetadata().getNamespace(), resource.spec().source());
    }

    private CredentialSecret hold(CredentialSecret secret) {
        if (!secret.isLabelled()) {
            reconsider(secret);
            return secret;
        }
        return secretUpkeep.map(upkeep -> upkeep.hold(target(secret), secret)).orElse(secret);
    }

    /** Holds the resource if others name it, and lets it go if it is deleted and nobody does. */
    KonnectAPIAuthConfiguration hold(KonnectAPIAuthConfiguration resource) {
        return resourceUpkeep
                .map(upkeep -> {
                    if (resource.isMarkedForDeletion()) {
                        upkeep.reconsiderIfSpare(target(resource), resource);
                    }
                    return upkeep.hold(target(resource), resource);
                })
                .orElse(resource);
    }

    /** The resource has gone, or is not looked at any more. */
    void gone(KonnectAPIAuthConfiguration resource) {
        letGo(resource);
        resourceUpkeep
                .filter(upkeep -> upkeep.isHeld(resource))
                .ifPresent(upkeep -> upkeep.reconsider(target(resource)));
    }

    /** The resource no longer names what it named. */
    void letGo(KonnectAPIAuthConfiguration before) {
        Referrers.reference(before)
                .ifPresent(reference -> secretUpkeep.ifPresent(upkeep -> {
                    if (reference.isLocal()) {
                        upkeep.reconsider(reference.target());
                    } else if (namespaces.isEmpty()
                            || namespaces.contains(reference.target().namespace())) {
                        upkeep.look(() -> letGoElsewhere(upkeep, reference));
                    }
                }));
    }

    /** Whoever names a Secret that nobody permits to use shall not have it read by that. */
    private void letGoElsewhere(Upkeep<CredentialSecret> upkeep, Reference reference) {
        if (kinds.permit(reference)) {
            upkeep.reconsider(reference.target());
        } else {
            reconsiderSeen(upkeep, reference.target());
        }
    }

    /** Without asking whether there is such a Secret. */
    private void reconsiderSeen(Upkeep<CredentialSecret> upkeep, Target target) {
        secrets.seen(target.namespace(), target.name()).ifPresent(secret -> upkeep.reconsiderIfSpare(target, secret));
    }

    /**
     * Lets go what an earlier process has left held: what nobody uses, or everything if that is not wanted any more. To be
     * called once the watches have caught up.
     */
    void sweep() {
        secretUpkeep.ifPresentOrElse(
                upkeep -> {
                    secrets.seen().forEach(secret -> upkeep.reconsiderIfSpare(target(secret), secret));
                    upkeep.look(() -> reconsiderUnlabelled(upkeep));
                },
                () -> takeOff(InUseFinalizer.SECRET, secrets.seen()));
        resourceUpkeep.ifPresentOrElse(
                upkeep -> upkeep.look(() -> reconsiderAll(upkeep)),
                () -> takeOff(InUseFinalizer.RESOURCE, resources.list()));
    }

    private void reconsiderAll(Upkeep<KonnectAPIAuthConfiguration> upkeep) {
        if (!kinds.haveCaughtUp()) {
            throw new KubernetesClientException("It is not known yet which resources are in use");
        }
        resources.list().forEach(resource -> upkeep.reconsiderIfSpare(target(resource), resource));
    }

    /** Those whose label was taken off while nobody looked, which the watch does not show. */
    private void reconsiderUnlabelled(Upkeep<CredentialSecret> upkeep) {
        new MarkedSecrets(client)
                .list(namespaces, CredentialSecret.LABEL + "!=" + CredentialSecret.LABEL_VALUE)
                .forEach(secret -> upkeep.reconsider(Target.secret(
                        secret.getMetadata().getNamespace(),
                        secret.getMetadata().getName())));
    }

    /** In a thread of its own; what fails is left to the next start, or to {@code hand-back}. */
    private void takeOff(InUseFinalizer finalizer, Stream<? extends HasMetadata> objects) {
        var held = objects.filter(finalizer::isOn).toList();
        Thread.ofVirtual()
                .name("finalizers")
                .start(() -> held.forEach(object -> {
                    try {
                        finalizer.takeOff(client, object);
                    } catch (KubernetesClientException e) {
                        LOG.atWarn()
                                .addKeyValue("namespace", object.getMetadata().getNamespace())
                                .addKeyValue("name", object.getMetadata().getName())
                                .addKeyValue("status", e.getCode())
                                .log(
                                        "A finalizer that is not wanted any more could not be removed. Run hand-back to remove it.");
                    }
                }));
    }

    private Set<ResourceID> secretChanged(CredentialSecret secret) {
        if (secret.isMarkedForDeletion()) {
            reconsider(secret);
        }
        if (!hasLooked) {
            // Every resource is still to be looked at, and not all of them may be known yet.
            return Set.of();
        }
        var ids = referrers.of(secret);
        ids.forEach(arrived);
        return ids;
    }

    private void reconsider(CredentialSecret secret) {
        secretUpkeep.filter(upkeep -> upkeep.isHeld(secret)).ifPresent(upkeep -> upkeep.reconsider(target(secret)));
    }

    private void grantChanged(String namespace) {
        referrers.fromElsewhere(namespace).forEach(id -> {
            arrived.accept(id);
            lookAgain(id);
        });
        secretUpkeep.ifPresent(
                upkeep -> referrers.namedFromElsewhere(namespace).forEach(target -> reconsiderSeen(upkeep, target)));
        kinds.namedFromElsewhere(namespace).forEach(this::referenceChanged);
    }

    private void referenceChanged(Target resource) {
        resourceUpkeep.ifPresent(upkeep -> {
            var id = new ResourceID(resource.name(), resource.namespace());
            resources.get(id).ifPresent(held -> {
                upkeep.reconsiderIfSpare(resource, held);
                lookAgain(id);
            });
        });
    }

    private static Target target(CredentialSecret secret) {
        return Target.secret(
                secret.getMetadata().getNamespace(), secret.getMetadata().getName());
    }

    private static Target target(KonnectAPIAuthConfiguration resource) {
        return Target.configuration(
                resource.getMetadata().getNamespace(), resource.getMetadata().getName());
    }

    @Override
    public void close() {
        secretUpkeep.ifPresent(Upkeep::close);
        resourceUpkeep.ifPresent(Upkeep::close);
    }
}
