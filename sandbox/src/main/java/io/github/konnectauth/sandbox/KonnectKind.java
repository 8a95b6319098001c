package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;

/** The kind KonnectAPIAuthConfiguration, as its users see it. */
final class KonnectKind {

    static final String NAME = "KonnectAPIAuthConfiguration";
    static final String SINGULAR = "konnectapiauthconfiguration";
    static final String PLURAL = "konnectapiauthconfigurations";
    static final String GROUP = "konnect.konghq.com";
    static final String VERSION = "v1alpha1";
    static final String CRD = PLURAL + "." + GROUP;

    /** A new value of this annotation makes the operator look at once. */
    static final String CHECK_REQUESTED = GROUP + "/check-requested-at";

    private KonnectKind() {}

    static CustomResourceDefinitionContext context() {
        return new CustomResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion(VERSION)
                .withKind(NAME)
                .withPlural(PLURAL)
                .withName(CRD)
                .withScope("Namespaced")
                .withStatusSubresource(true)
                .build();
    }

    static boolean isKindOf(HasMetadata document) {
        return document.getKind().equals(NAME) && document.getApiVersion().equals(GROUP + "/" + VERSION);
    }

    static MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            in(KubernetesClient client) {
        return client.genericKubernetesResources(context());
    }

    /** The path of one namespace's resources. */
    static String path(String namespace) {
        return "/apis/" + GROUP + "/" + VERSION + "/namespaces/" + namespace + "/" + PLURAL;
    }
}
