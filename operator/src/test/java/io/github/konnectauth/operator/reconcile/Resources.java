package io.github.konnectauth.operator.reconcile;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.token.CredentialSecret;

/** Objects as they come from the API server. */
final class Resources {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private Resources() {}

    /** A resource with an inline token, in version 41. */
    static String inline(String namespace, String name) {
        return resource(namespace, name, """
                "type": "token", "token": "kpat_SecretOfTheResource\"""");
    }

    /** A resource that names a Secret; no namespace means its own. */
    static KonnectAPIAuthConfiguration naming(String namespace, String name, String secretNamespace, String secret) {
        return read(resource(namespace, name, """
                "type": "secretRef", "secretRef": {"name": "%s", "namespace": "%s"}""".formatted(secret, secretNamespace)));
    }

    private static String resource(String namespace, String name, String spec) {
        return """
                {"apiVersion": "konnect.konghq.com/v1alpha1", "kind": "KonnectAPIAuthConfiguration",
                 "metadata": {"namespace": "%s", "name": "%s", "uid": "uid-of-%2$s", "resourceVersion": "41",
                              "generation": 2},
                 "spec": {"serverURL": "us.api.konghq.com", %s}}""".formatted(namespace, name, spec);
    }

    static KonnectAPIAuthConfiguration read(String json) {
        return SERIALIZATION.unmarshal(json, KonnectAPIAuthConfiguration.class);
    }

    static CredentialSecret secret(String namespace, String name) {
        return SERIALIZATION.unmarshal("""
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"namespace": "%s", "name": "%s"}}""".formatted(namespace, name), CredentialSecret.class);
    }
}
