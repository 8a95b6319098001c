package io.github.konnectauth.operator.reconcile;

import io.fabric8.kubernetes.client.informers.impl.cache.CacheImpl;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The framework's cache of resources, over the same index that an informer has, and filled by hand. */
final class IndexedResources implements IndexerResourceCache<KonnectAPIAuthConfiguration> {

    private final CacheImpl<KonnectAPIAuthConfiguration> cache = new CacheImpl<>();

    void put(KonnectAPIAuthConfiguration resource) {
        cache.put(resource);
    }

    void remove(KonnectAPIAuthConfiguration resource) {
        cache.remove(resource);
    }

    @Override
    public void addIndexers(Map<String, Function<KonnectAPIAuthConfiguration, List<String>>> indexers) {
        cache.addIndexers(indexers);
    }

    @Override
    public List<KonnectAPIAuthConfiguration> byIndex(String index, String key) {
        return cache.byIndex(index, key);
    }

    @Override
    public Optional<KonnectAPIAuthConfiguration> get(ResourceID id) {
        return list(resource -> ResourceID.fromResource(resource).equals(id)).findFirst();
    }

    @Override
    public Stream<ResourceID> keys() {
        return cache.list().stream().map(ResourceID::fromResource);
    }

    @Override
    public Stream<KonnectAPIAuthConfiguration> list(Predicate<KonnectAPIAuthConfiguration> which) {
        return cache.list().stream().filter(which);
    }

    @Override
    public Stream<KonnectAPIAuthConfiguration> list(String namespace, Predicate<KonnectAPIAuthConfiguration> which) {
        return list(which)
                .filter(resource -> resource.getMetadata().getNamespace().equals(namespace));
    }
}
