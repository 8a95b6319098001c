package io.github.konnectauth.operator.kong;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * All objects of a kind that may not be installed. Nothing waits for this watch: as long as it has not caught up, whoever
 * has to be certain asks the API server.
 */
final class OptionalWatch {

    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final OptionalKind kind;
    private final Set<String> namespaces;
    private final UnaryOperator<GenericKubernetesResource> pruning;
    private final Map<String, Function<GenericKubernetesResource, List<String>>> indexes;
    private final OptionalKind.Listener listener;

    private volatile State state = new Unknown();

    private sealed interface State {}

    /** The API server has not said yet whether it knows the kind. */
    private record Unknown() implements State {}

    private record Absent() implements State {}

    private record Watched(String version, Map<String, SharedIndexInformer<GenericKubernetesResource>> informers)
            implements State {}

    /**
     * @param namespaces to watch; empty for all
     * @param pruning what is to be kept of an object
     * @param indexes by which the objects can be found
     */
    OptionalWatch(
            KubernetesClient client,
            OptionalKind kind,
            Set<String> namespaces,
            UnaryOperator<GenericKubernetesResource> pruning,
            Map<String, Function<GenericKubernetesResource, List<String>>> indexes,
            OptionalKind.Listener listener) {
        this.client = client;
        this.kind = kind;
        this.namespaces = namespaces;
        this.pruning = pruning;
        this.indexes = indexes;
        this.listener = listener;
    }

    OptionalKind kind() {
        return kind;
    }

    /** The API server has said in which version it serves the kind; empty when it does not. */
    synchronized void served(Optional<String> version) {
        var before = state;
        if (before instanceof Watched(var current, var _) && version.equals(Optional.of(current))) {
            return;
        }
        state = version.<State>map(this::watch).orElseGet(Absent::new);
        if (before instanceof Watched(var _, var informers)) {
            informers.values().forEach(SharedIndexInformer::stop);
            informers.values().stream()
                    .flatMap(informer -> List.copyOf(informer.getStore().list()).stream())
                    .forEach(gone -> listener.changed(Optional.of(gone), Optional.empty()));
        }
    }

    private Watched watch(String version) {
        var context = kind.inVersion(version);
        var informers = new HashMap<String, SharedIndexInformer<GenericKubernetesResource>>();
        for (var namespace : namespaces.isEmpty() ? Set.of("") : namespaces) {
            var kinds = client.genericKubernetesResources(context);
            var scope = namespace.isEmpty() ? kinds.inAnyNamespace() : kinds.inNamespace(namespace);
            var informer = scope.withLimit(PAGE)
                    .runnableInformer(0)
                    .itemStore(new BasicItemStore<>(Cache::metaNamespaceKeyFunc) {
                        @Override
                        public GenericKubernetesResource put(String key, GenericKubernetesResource object) {
                            return super.put(key, pruning.apply(object));
                        }
                    })
                    .addIndexers(indexes)
                    .exceptionHandler((_, _) -> true)
                    .addEventHandler(new Telling());
            var _ = informer.start();
            informers.put(namespace, informer);
        }
        return new Watched(version, Map.copyOf(informers));
    }

    private final class Telling implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource now) {
            listener.changed(Optional.empty(), Optional.of(now));
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
            listener.changed(Optional.of(before), Optional.of(now));
        }

        @Override
        public void onDelete(GenericKubernetesResource gone, boolean isUnknown) {
            listener.changed(Optional.of(gone), Optional.empty());
        }
    }

    /** All that the watch has seen. */
    Stream<GenericKubernetesResource> seen() {
        return state instanceof Watched(var _, var informers)
                ? informers.values().stream().flatMap(informer -> informer.getStore().list().stream())
                : Stream.of();
    }

    /** Those that the watch has seen; one that is just changing may be missing. */
    Stream<GenericKubernetesResource> seen(String index, String key) {
        return state instanceof Watched(var _, var informers)
                ? informers.values().stream().flatMap(informer -> informer.getIndexer().byIndex(index, key).stream())
                : Stream.of();
    }

    /** Whether the watch shows all that there is. */
    boolean hasCaughtUp() {
        return switch (state) {
            case Unknown _ -> false;
            case Absent _ -> true;
            case Watched(var _, var informers) ->
                informers.values().stream().allMatch(informer -> informer.hasSynced() && informer.isWatching());
        };
    }

    /**
     * Those that the API server has now.
     *
     * @throws KubernetesClientException if it does not say
     */
    List<GenericKubernetesResource> asked(String namespace) {
        return switch (state) {
            case Unknown _ ->
                throw new KubernetesClientException("It is not known yet whether " + kind.plural() + " are served");
            case Absent _ -> List.of();
            // A 404 says that discovery is out of date, not that there is nothing.
            case Watched(var version, var _) ->
                Pages.read(
                        client.genericKubernetesResources(kind.inVersion(version))
                                .inNamespace(namespace),
                        object -> Stream.of(pruning.apply(object)));
        };
    }

    synchronized void stop() {
        if (state instanceof Watched(var _, var informers)) {
            informers.values().forEach(SharedIndexInformer::stop);
        }
        state = new Unknown();
    }
}
