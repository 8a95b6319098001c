package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls to an API server with bodies that are text already: who shares the processors with what is measured must not spend
 * them on objects.
 */
final class ApiServerCalls {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String JSON = "application/json";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final HttpClient http;
    private final String address;

    ApiServerCalls(KubernetesClient client) {
        this.http = client.getHttpClient();
        this.address = Connection.address(client);
    }

    String get(String path) throws SandboxFailure, InterruptedException {
        return send(request(path).build());
    }

    String post(String path, String json) throws SandboxFailure, InterruptedException {
        return send(request(path).method("POST", JSON, json).build());
    }

    String put(String path, String json) throws SandboxFailure, InterruptedException {
        return send(request(path).method("PUT", JSON, json).build());
    }

    String patch(String path, String json) throws SandboxFailure, InterruptedException {
        return send(request(path).method("PATCH", MERGE_PATCH, json).build());
    }

    String delete(String path) throws SandboxFailure, InterruptedException {
        return send(request(path).method("DELETE", JSON, "{}").build());
    }

    /** A request for something that does not end. */
    HttpRequest streaming(String path) {
        return request(path).forStreaming().build();
    }

    HttpClient http() {
        return http;
    }

    private HttpRequest.Builder request(String path) {
        return http.newHttpRequestBuilder().uri(address + path);
    }

    private String send(HttpRequest request) throws SandboxFailure, InterruptedException {
        var what = "The API server failed at " + request.method() + " "
                + request.uri().getPath() + ": ";
        try {
            var answer = http.sendAsync(request, String.class).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!answer.isSuccessful()) {
                throw new SandboxFailure(what + answer.code() + " " + answer.body());
            }
            return answer.body();
        } catch (ExecutionException e) {
            throw new SandboxFailure(what + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new SandboxFailure(what + "no answer within " + PATIENCE.toSeconds() + " s", e);
        }
    }
}
