package io.github.konnectauth.operator.kong;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Optional;

/** A namespaced kind that may be installed, or not yet, or no more. */
record OptionalKind(String group, String kind, String plural) {

    ResourceDefinitionContext inVersion(String version) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    /** Is told what happens to objects of a kind. */
    @FunctionalInterface
    interface Listener {

        /**
         * One has appeared, changed or gone.
         *
         * @param before empty for one that has appeared
         * @param now empty for one that has gone
         */
        void changed(Optional<GenericKubernetesResource> before, Optional<GenericKubernetesResource> now);
    }
}
