package io.github.konnectauth.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;

/** A client as a user has one: it trusts the simulator's CA, follows no redirects and retries nothing. */
final class Client implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OkHttpClient http;

    private Client(OkHttpClient http) {
        this.http = http;
    }

    /** An answer, read to its end. */
    record Received(int status, Protocol protocol, okhttp3.Headers headers, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String header(String name) {
            String value = headers.get(name);
            return value == null ? "(none)" : value;
        }
    }

    static Client direct(KonnectSimulator simulator) {
        return new Client(builder(simulator).build());
    }

    static Client throughProxy(KonnectSimulator simulator) {
        Proxy proxy = new Proxy(
                Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), simulator.proxyPort()));
        return new Client(builder(simulator).proxy(proxy).build());
    }

    Client impatient(Duration timeout) {
        return new Client(http.newBuilder().callTimeout(timeout).build());
    }

    Client speaking(Protocol... protocols) {
        return new Client(
                http.newBuilder().protocols(java.util.List.of(protocols)).build());
    }

    Received get(String url) throws IOException {
        return send(new Request.Builder().url(url).build());
    }

    Received get(String url, String token) throws IOException {
        return send(new Request.Builder()
                .url(url)
                .header("Authorization", "Bearer " + token)
                .build());
    }

    Received call(String method, String url, String json) throws IOException {
        RequestBody body = RequestBody.create(json.getBytes(StandardCharsets.UTF_8), MediaType.get("application/json"));
        return send(new Request.Builder().url(url).method(method, body).build());
    }

    Received send(Request request) throws IOException {
        try (Response response = http.newCall(request).execute()) {
            return new Received(
                    response.code(),
                    response.protocol(),
                    response.headers(),
                    response.body().string());
        }
    }

    OkHttpClient http() {
        return http;
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private static OkHttpClient.Builder builder(KonnectSimulator simulator) {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate(simulator.caPem()))
                .build();
        return new OkHttpClient.Builder()
                .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                .followRedirects(false)
                .retryOnConnectionFailure(false)
                .callTimeout(PATIENCE);
    }

    private static X509Certificate certificate(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
