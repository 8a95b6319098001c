package io.github.konnectauth.operator.protection;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.kong.KongKinds;
import io.github.konnectauth.operator.kong.Reference;
import io.github.konnectauth.operator.kong.Reference.Target;
import java.util.Collection;
import java.util.Optional;

/** Resources that other kinds of Kong name. */
public record HeldResources(KubernetesClient client, KongKinds<?> kinds) implements Held<KonnectAPIAuthConfiguration> {

    @Override
    public InUseFinalizer finalizer() {
        return InUseFinalizer.RESOURCE;
    }

    /** By a list, which needs no right beyond those of the watch. */
    @Override
    public Optional<KonnectAPIAuthConfiguration> read(Target target) {
        return client
                .resources(KonnectAPIAuthConfiguration.class)
                .inNamespace(target.namespace())
                .withField("metadata.name", target.name())
                .list()
                .getItems()
                .stream()
                .findFirst();
    }

    @Override
    public KonnectAPIAuthConfiguration patch(KonnectAPIAuthConfiguration read, String patch) {
        return client.resource(read).patch(PatchContext.of(PatchType.JSON), patch);
    }

    @Override
    public boolean mayBeHeld(KonnectAPIAuthConfiguration resource) {
        return true;
    }

    @Override
    public Collection<Reference> seen(Target target) {
        return kinds.referencesTo(target);
    }

    @Override
    public Collection<Reference> askedIn(String namespace) {
        return kinds.askedReferencesIn(namespace);
    }
}
