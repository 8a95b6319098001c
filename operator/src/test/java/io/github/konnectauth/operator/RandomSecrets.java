package io.github.konnectauth.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The Secrets of a {@link RandomWorld}. Which there are, only the API server knows: one that is deleted stays for as long as the
 * operator holds it.
 */
record RandomSecrets(Scene scene) {

    private static final String LABEL = "konghq.com/credential";

    void fill(String name, String token) {
        unlessGone(() -> scene.secret(name, token));
    }

    void delete(String name) {
        scene.secret(name).delete();
    }

    void flipLabel(String name) {
        unlessGone(() -> scene.secret(name).edit(stored -> {
            stored.getMetadata().setLabels(isLabelled(stored) ? Map.of() : Map.of(LABEL, "konnect"));
            return stored;
        }));
    }

    /** It may vanish just now. */
    private static void unlessGone(Runnable change) {
        try {
            change.run();
        } catch (ResourceNotFoundException e) {
            // There is none of this name.
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    Optional<Secret> get(String name) {
        return Optional.ofNullable(scene.secret(name).get());
    }

    /** What it holds; empty when there is none. */
    String token(String name) {
        return get(name)
                .map(kept -> kept.getData().get("token"))
                .map(base64 -> new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8))
                .orElse("");
    }

    static boolean isLabelled(Secret secret) {
        return Optional.ofNullable(secret.getMetadata().getLabels())
                .orElse(Map.of())
                .containsKey(LABEL);
    }

    /** Something about each that there is, by name. */
    SortedMap<String, List<String>> each(Function<Secret, List<String>> of) {
        var all = new TreeMap<String, List<String>>();
        scene.client()
                .secrets()
                .inNamespace(scene.namespace())
                .list()
                .getItems()
                .forEach(secret -> all.put(secret.getMetadata().getName(), of.apply(secret)));
        return all;
    }
}
