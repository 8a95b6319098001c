package io.github.konnectauth.operator.kong;

import java.util.Set;

/** What may be named across namespaces. */
public interface Grants {

    /**
     * Whether the reference may be followed: it stays in its namespace, or a grant beside its target says so.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if that cannot be known, because the API server does not
     *     say
     */
    boolean permit(Reference reference);

    /**
     * The namespaces from which a grant lets this object be named.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server does not say
     */
    Set<String> grantedNamespaces(Reference.Target target);
}
