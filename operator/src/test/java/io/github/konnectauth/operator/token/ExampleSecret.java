package io.github.konnectauth.operator.token;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A Secret in perfect order, and whatever a test makes of it, read in both ways in which Secrets arrive. */
final class ExampleSecret {

    static final String TOKEN = "kpat_s3cr3tText";

    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

    private ExampleSecret() {}

    static CredentialSecret of(UnaryOperator<SecretBuilder> change) {
        return listed(change.apply(builder()).build());
    }

    static CredentialSecret holding(String text) {
        return of(secret -> secret.withData(Map.of("token", base64(text))));
    }

    /** As an element of a list arrives, and the answer to a GET: as JSON. */
    static CredentialSecret listed(Secret secret) {
        return read(KUBERNETES.asJson(secret));
    }

    /** As an event of a watch arrives: fabric8 has already made a Secret of it. */
    static CredentialSecret watched(Secret secret) {
        return KUBERNETES.convertValue(secret, CredentialSecret.class);
    }

    static CredentialSecret read(String json) {
        return KUBERNETES.unmarshal(json, CredentialSecret.class);
    }

    static SecretBuilder builder() {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("kong")
                .withName("konnect")
                .withResourceVersion("7")
                .addToLabels("konghq.com/credential", "konnect")
                .endMetadata()
                .withType("Opaque")
                .addToData("token", base64(TOKEN));
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
