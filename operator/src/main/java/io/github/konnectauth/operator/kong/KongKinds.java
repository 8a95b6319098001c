package io.github.konnectauth.operator.kong;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.operator.kong.Reference.Target;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Grants, and the references to our resources, in those of Kong's kinds that are installed. Discovery says which these are, and
 * is read again every minute, so that kinds may come and go.
 *
 * @param <P> the kind of resource that is looked at
 */
public final class KongKinds<P extends HasMetadata> extends AbstractEventSource<Void, P> implements Grants {

    private static final Duration BETWEEN_DISCOVERIES = Duration.ofMinutes(1);
    private static final OptionalKind GRANT =
            new OptionalKind("configuration.konghq.com", "KongReferenceGrant", "kongreferencegrants");
    private static final String BY_NAMESPACE = "of-namespace";
    private static final String BY_TARGET = "of-target";
    private static final String BY_FOREIGN_NAMESPACE = "of-foreign-namespace";

    private final KubernetesClient client;
    private final OptionalWatch grants;
    private final Map<AuthReference, OptionalWatch> referrers = new HashMap<>();

    private Optional<ScheduledExecutorService> timer = Optional.empty();

    /**
     * @param namespaces to watch; empty for all
     * @param onGrant told the namespace in which what is permitted may have changed
     * @param onReference told the resource that is named by more or fewer than before
     */
    public KongKinds(
            KubernetesClient client, Set<String> namespaces, Consumer<String> onGrant, Consumer<Target> onReference) {
        super(Void.class, "kong-kinds");
        this.client = client;
        this.grants = new OptionalWatch(
                client,
                GRANT,
                namespaces,
                KongKinds::pruned,
                Map.of(BY_NAMESPACE, grant -> List.of(grant.getMetadata().getNamespace())),
                (before, now) -> {
                    if (!before.map(Grant::of).equals(now.map(Grant::of))) {
                        onGrant.accept(
                                now.or(() -> before).orElseThrow().getMetadata().getNamespace());
                    }
                });
        for (var reference : AuthReference.ALL) {
            referrers.put(
                    reference,
                    new OptionalWatch(
                            client,
                            reference.kind(),
                            namespaces,
                            reference::pruned,
                            Map.of(
                                    BY_TARGET,
                                    object -> keys(reference, object, false),
                                    BY_FOREIGN_NAMESPACE,
                                    object -> keys(reference, object, true)),
                            (before, now) -> {
                                var was = before.flatMap(reference::of);
                                var is = now.flatMap(reference::of);
                                if (!was.equals(is)) {
                                    Stream.of(was, is)
                                            .flatMap(Optional::stream)
                                            .map(Reference::target)
                                            .forEach(onReference);
                                }
                            }));
        }
    }

    private static GenericKubernetesResource pruned(GenericKubernetesResource grant) {
        grant.getMetadata().setManagedFields(List.of());
        grant.getMetadata().setAnnotations(Map.of());
        return grant;
    }

    private static List<String> keys(AuthReference kind, GenericKubernetesResource object, boolean foreign) {
        return kind.of(object).stream()
                .filter(reference -> !foreign || !reference.isLocal())
                .map(reference -> foreign ? reference.target().namespace() : key(reference.target()))
                .toList();
    }

    private static String key(Target target) {
        return target.namespace() + "/" + target.name();
    }

    @Override
    public boolean permit(Reference reference) {
        if (reference.isLocal()) {
            return true;
        }
        var beside = grantsIn(reference.target().namespace());
        return AuthReference.standingFor(reference)
                .anyMatch(standing -> beside.stream().anyMatch(grant -> grant.permits(standing)));
    }

    @Override
    public Set<String> grantedNamespaces(String namespace) {
        return grantsIn(namespace).stream()
                .flatMap(grant -> grant.from().stream())
                .map(Grant.From::namespace)
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<Grant> grantsIn(String namespace) {
        var found =
                grants.hasCaughtUp(namespace) ? grants.seen(BY_NAMESPACE, namespace) : grants.asked(namespace).stream();
        return found.map(Grant::of).toList();
    }

    /** The references to this resource that the watches have seen. */
    public List<Reference> referencesTo(Target target) {
        return referrers.entrySet().stream()
                .flatMap(each -> each.getValue()
                        .seen(BY_TARGET, key(target))
                        .flatMap(object -> each.getKey().of(object).stream()))
                .toList();
    }

    /** The resources in this namespace that objects of other namespaces name. */
    public Set<Target> namedFromElsewhere(String namespace) {
        return referrers.entrySet().stream()
                .flatMap(each -> each.getValue()
                        .seen(BY_FOREIGN_NAMESPACE, namespace)
                        .flatMap(object -> each.getKey().of(object).stream()))
                .map(Reference::target)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * All references to our resources that the API server knows of in this namespace.
     *
     * @throws KubernetesClientException if it does not say
     */
    public List<Reference> askedReferencesIn(String namespace) {
        return referrers.entrySet().stream()
                .flatMap(each ->
                        each.getValue().asked(namespace).stream().flatMap(object -> each.getKey().of(object).stream()))
                .toList();
    }

    @Override
    public synchronized void start() {
        super.start();
        discover();
        var clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("discovery").factory());
        var _ = clock.scheduleWithFixedDelay(
                this::discover, BETWEEN_DISCOVERIES.toMillis(), BETWEEN_DISCOVERIES.toMillis(), TimeUnit.MILLISECONDS);
        timer = Optional.of(clock);
    }

    @Override
    public synchronized void stop() {
        timer.ifPresent(ScheduledExecutorService::shutdownNow);
        timer = Optional.empty();
        watches().forEach(OptionalWatch::stop);
        super.stop();
    }

    @Override
    public Set<Void> getSecondaryResources(P resource) {
        return Set.of();
    }

    private Stream<OptionalWatch> watches() {
        return Stream.concat(Stream.of(grants), referrers.values().stream());
    }

    private synchronized void discover() {
        if (!isRunning()) {
            return;
        }
        watches().collect(Collectors.groupingBy(watch -> watch.kind().group())).forEach((group, wanted) -> {
            try {
                var served = served(group);
                wanted.forEach(watch ->
                        watch.served(Optional.ofNullable(served.get(watch.kind().plural()))));
            } catch (KubernetesClientException e) {
                // What is known stays known; the trouble is told elsewhere.
            }
        });
    }

    /** The version in which each kind of this group is served: of several the one that the API server prefers. */
    private Map<String, String> served(String group) {
        var versions = Optional.ofNullable(client.getApiGroup(group)).stream()
                .flatMap(known -> known.getVersions().stream())
                .map(GroupVersionForDiscovery::getVersion)
                .toList();
        var served = new HashMap<String, String>();
        for (var version : versions) {
            Optional.ofNullable(client.getApiResources(group + "/" + version)).stream()
                    .flatMap(known -> known.getResources().stream())
                    .map(APIResource::getName)
                    .forEach(plural -> served.putIfAbsent(plural, version));
        }
        return served;
    }
}
