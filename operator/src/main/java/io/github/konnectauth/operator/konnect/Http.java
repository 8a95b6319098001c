package io.github.konnectauth.operator.konnect;

import io.github.konnectauth.operator.api.KonnectToken;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Gets URLs. What goes wrong on the way is an answer too, so that no exception's text is ever shown to anybody. */
final class Http {

    private static final int MAX_BODY = 64 * 1024;

    private final OkHttpClient client;
    private final String userAgent;

    Http(OkHttpClient client, String userAgent) {
        this.client = client;
        this.userAgent = userAgent;
    }

    CompletableFuture<HttpAnswer> get(String url, Optional<KonnectToken> token) {
        var request = new Request.Builder()
                .url(url)
                .header("Accept", "application/json")
                .header("User-Agent", userAgent);
        token.ifPresent(t -> request.header("Authorization", t.asBearer()));
        var answer = new CompletableFuture<HttpAnswer>();
        client.newCall(request.build()).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
                answer.complete(new HttpAnswer.None());
            }

            @Override
            public void onResponse(Call call, Response response) {
                try {
                    answer.complete(read(response));
                } catch (RuntimeException e) {
                    // OkHttp would only log it, and whoever waits would wait for ever.
                    answer.completeExceptionally(e);
                }
            }
        });
        return answer;
    }

    private static HttpAnswer read(Response response) {
        try (response) {
            var source = response.body().source();
            var isLonger = source.request(MAX_BODY + 1L);
            var body = source.getBuffer().readUtf8(Math.min(source.getBuffer().size(), MAX_BODY));
            var type = Optional.ofNullable(response.header("Content-Type")).orElse("");
            return new HttpAnswer.Received(response.code(), type, body, !isLonger);
        } catch (IOException e) {
            return new HttpAnswer.None();
        }
    }
}
