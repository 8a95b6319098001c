package io.github.konnectauth.operator.kong;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants, and the references to our resources, in those of Kong's kinds that are installed. Discovery says which these are, and
 * is read again every minute, so that kinds may come and go.
 *
 * @param <P> the kind of resource that is looked at
 */
public final class KongKinds<P extends HasMetadata> extends AbstractEventSource<Void, P> implements Grants {

    private static final Logger LOG = LoggerFactory.getLogger(KongKinds.class);
    private static final Duration BETWEEN_DISCOVERIES = Duration.ofMinutes(1);
    private static final OptionalKind GRANT =
            new OptionalKind("configuration.konghq.com", "KongReferenceGrant", "kongreferencegrants");
    private static final String BY_TARGET = "of-target";
    private static final String BY_FOREIGN_NAMESPACE = "of-foreign-namespace";

    private final KubernetesClient client;
    private final OptionalWatch grants;
    private final Map<AuthReference, OptionalWatch> referrers = new HashMap<>();

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("discovery").factory());

    /**
     * @param namespaces to watch; empty for all
     * @param isCounting whether references to our resources are watched at all
     * @param onGrant told the namespace in which what is permitted may have changed
     * @param onReference told the resource that is named by more or fewer than before
     */
    public KongKinds(
            KubernetesClient client,
            Set<String> namespaces,
            boolean isCounting,
            Consumer<String> onGrant,
            Consumer<Target> onReference) {
        super(Void.class, "kong-kinds");
        this.client = client;
        this.grants = new OptionalWatch(client, GRANT, namespaces, KongKinds::pruned, Map.of(), (before, now) -> {
            if (!before.map(Grant::of).equals(now.map(Grant::of))) {
                onGrant.accept(now.or(() -> before).orElseThrow().getMetadata().getNamespace());
            }
        });
        for (var reference : isCounting ? AuthReference.ALL : List.<AuthReference>of()) {
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
    public Set<String> grantedNamespaces(Target target) {
        return grantsIn(target.namespace()).stream()
                .filter(grant -> grant.isAbout(target))
                .flatMap(grant -> grant.from().stream())
                .map(Grant.From::namespace)
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<Grant> grantsIn(String namespace) {
        var found = grants.hasCaughtUp() ? grants.seen() : grants.asked(namespace).stream();
        return found.filter(grant -> grant.getMetadata().getNamespace().equals(namespace))
                .map(Grant::of)
                .toList();
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

    /** Whether the watches show all references that there are. */
    public boolean haveCaughtUp() {
        return referrers.values().stream().allMatch(OptionalWatch::hasCaughtUp);
    }

    /**
     * All references to our resources that the API server knows of in this namespace, in kinds that it serves now.
     *
     * @throws KubernetesClientException if it does not say
     */
    public List<Reference> askedReferencesIn(String namespace) {
        discover();
        return referrers.entrySet().stream()
                .flatMap(each ->
                        each.getValue().asked(namespace).stream().flatMap(object -> each.getKey().of(object).stream()))
                .toList();
    }

    @Override
    public void start() {
        super.start();
        discoverIfPossible();
        var _ = timer.scheduleWithFixedDelay(
                this::discoverIfPossible,
                BETWEEN_DISCOVERIES.toMillis(),
                BETWEEN_DISCOVERIES.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        timer.shutdownNow();
        super.stop();
        synchronized (this) {
            watches().forEach(OptionalWatch::stop);
        }
    }

    @Override
    public Set<Void> getSecondaryResources(P resource) {
        return Set.of();
    }

    private Stream<OptionalWatch> watches() {
        return Stream.concat(Stream.of(grants), referrers.values().stream());
    }

    private void discoverIfPossible() {
        try {
            discover();
        } catch (KubernetesClientException e) {
            // What is known stays known; the trouble is told elsewhere.
        } catch (RuntimeException e) {
            LOG.error("It could not be found out which of Kong's kinds are served", e);
        }
    }

    private void discover() {
        for (var name : watches().map(watch -> watch.kind().group()).distinct().toList()) {
            apply(name, group(name).map(this::served).orElse(Map.of()));
        }
    }

    /**
     * The group; empty if the API server says that there is none. The client's own question would read what it says then,
     * which is plain text, as YAML.
     */
    private Optional<APIGroup> group(String name) {
        var http = client.getHttpClient();
        var request = http.newHttpRequestBuilder()
                .uri(client.getMasterUrl().toString() + "apis/" + name)
                .timeout(client.getConfiguration().getRequestTimeout(), TimeUnit.MILLISECONDS)
                .build();
        try {
            var response = http.sendAsync(request, String.class).join();
            return switch (response.code()) {
                case 200 -> Optional.of(client.getKubernetesSerialization().unmarshal(response.body(), APIGroup.class));
                case 404 -> Optional.empty();
                default -> throw new KubernetesClientException("Discovery has failed", response.code(), null);
            };
        } catch (CompletionException e) {
            throw new KubernetesClientException("Discovery has failed", e);
        }
    }

    private synchronized void apply(String group, Map<String, String> served) {
        if (isRunning()) {
            watches()
                    .filter(watch -> watch.kind().group().equals(group))
                    .forEach(watch -> watch.served(
                            Optional.ofNullable(served.get(watch.kind().plural()))));
        }
    }

    /** The version in which each kind of this group is served: of several the one that the API server prefers. */
    private Map<String, String> served(APIGroup group) {
        var served = new HashMap<String, String>();
        for (var version : group.getVersions()) {
            Optional.ofNullable(client.getApiResources(version.getGroupVersion())).stream()
                    .flatMap(known -> known.getResources().stream())
                    .map(APIResource::getName)
                    .forEach(plural -> served.putIfAbsent(plural, version.getVersion()));
        }
        return served;
    }
}
