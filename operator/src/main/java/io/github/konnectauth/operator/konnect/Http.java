package io.github.konnectauth.operator.konnect;

import io.github.konnectauth.operator.api.KonnectToken;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Gets URLs. What goes wrong on the way is an answer too, so that no exception's text is ever shown to anybody. */
final class Http {

    private static final int MAX_BODY = 64 * 1024;

    /** More than any chain of causes that was ever seen, and an end to one that bites its tail. */
    private static final int MAX_CAUSES = 20;

    private final OkHttpClient client;
    private final String userAgent;

    Http(OkHttpClient client, String userAgent) {
        this.client = client;
        this.userAgent = userAgent;
    }

    /** What gets the URL; the host's gate decides when. */
    Consumer<Visit> get(HttpUrl url, Optional<KonnectToken> token) {
        return visit -> {
            var request = new Request.Builder()
                    .url(url)
                    .header("Accept", "application/json")
                    .header("User-Agent", userAgent);
            token.ifPresent(t -> request.header("Authorization", t.asBearer()));
            call(request.build(), visit);
        };
    }

    private void call(Request request, Visit visit) {
        client.newCall(request).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
                visit.end(meaning(e));
            }

            @Override
            public void onResponse(Call call, Response response) {
                HttpAnswer answer;
                try {
                    answer = read(response);
                } catch (RuntimeException | Error e) {
                    // OkHttp would only log it, and whoever waits would wait for ever.
                    visit.abandon(e);
                    return;
                }
                visit.end(answer);
            }
        });
    }

    private static HttpAnswer read(Response response) {
        try (response) {
            var source = response.body().source();
            var isLonger = source.request(MAX_BODY + 1L);
            var body = source.getBuffer().readUtf8(Math.min(source.getBuffer().size(), MAX_BODY));
            return new HttpAnswer.Received(
                    response.code(),
                    header(response, "Content-Type"),
                    header(response, "Retry-After"),
                    Allowance.read(name -> header(response, name)),
                    body,
                    !isLonger);
        } catch (IOException e) {
            return new HttpAnswer.None();
        }
    }

    private static String header(Response response, String name) {
        return Optional.ofNullable(response.header(name)).orElse("");
    }

    /**
     * A certificate that is not accepted (unknown issuer, other name, not valid at this time) is told apart, and so is a
     * name that leads where no token goes.
     */
    static HttpAnswer meaning(IOException e) {
        if (e instanceof PublicAddresses.OffLimitsException) {
            return new HttpAnswer.OffLimits();
        }
        var isCertificate = e instanceof SSLPeerUnverifiedException
                || (e instanceof SSLException
                        && Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                                .limit(MAX_CAUSES)
                                .anyMatch(CertificateException.class::isInstance));
        return isCertificate ? new HttpAnswer.Untrusted() : new HttpAnswer.None();
    }
}
