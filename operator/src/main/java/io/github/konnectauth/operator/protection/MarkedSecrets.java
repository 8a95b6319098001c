package io.github.konnectauth.operator.protection;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.URLUtils.URLBuilder;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * The Secrets that carry the finalizer, whatever their labels. Only metadata is asked for: what other Secrets hold is nobody's
 * business, and can be large.
 */
public final class MarkedSecrets {

    private static final String METADATA_ONLY =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
    private static final int PAGE = 500;

    private final KubernetesClient client;

    public MarkedSecrets(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Those that there are now.
     *
     * @param namespaces to look into; empty for all
     * @param selector the labels to look for; empty for all
     * @throws KubernetesClientException if the API server does not say
     */
    public List<MarkedSecret> list(Set<String> namespaces, String selector) {
        var found = new ArrayList<MarkedSecret>();
        for (var namespace : namespaces.isEmpty() ? Set.of("") : namespaces) {
            var next = Optional.<String>empty();
            do {
                var page = page(namespace, selector, next);
                page.path("items").forEach(item -> {
                    var secret = client.getKubernetesSerialization().convertValue(item, MarkedSecret.class);
                    if (InUseFinalizer.SECRET.isOn(secret)) {
                        found.add(secret);
                    }
                });
                next = Optional.of(page.path("metadata").path("continue").asText(""))
                        .filter(text -> !text.isEmpty());
            } while (next.isPresent());
        }
        return found;
    }

    private JsonNode page(String namespace, String selector, Optional<String> next) {
        var path = namespace.isEmpty() ? "api/v1/secrets" : "api/v1/namespaces/" + namespace + "/secrets";
        var url = new URLBuilder(client.getMasterUrl() + path).addQueryParameter("limit", String.valueOf(PAGE));
        if (!selector.isEmpty()) {
            url.addQueryParameter("labelSelector", selector);
        }
        next.ifPresent(text -> url.addQueryParameter("continue", text));
        var http = client.getHttpClient();
        var request = http.newHttpRequestBuilder()
                .uri(url.toString())
                .header("Accept", METADATA_ONLY)
                .build();
        try {
            return read(http.sendAsync(request, String.class).join());
        } catch (CompletionException e) {
            throw new KubernetesClientException("The API server does not answer", e.getCause());
        }
    }

    private JsonNode read(HttpResponse<String> response) {
        if (response.code() != HttpURLConnection.HTTP_OK) {
            throw new KubernetesClientException("Secrets cannot be listed", response.code(), null);
        }
        return client.getKubernetesSerialization().unmarshal(response.body(), JsonNode.class);
    }
}
