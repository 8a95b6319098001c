package io.github.konnectauth.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The HTTPS server: turns HTTP requests into {@link ApiRequest}s, and waits out the latency before it answers. */
final class ApiServer {
    private static final int STREAMS_PER_CONNECTION = 128;
    private static final String CONTROL = "/simulator";

    private final Vertx vertx;
    private final Konnect konnect;
    private final ControlApi control;
    private final AnswerWriter writer;

    ApiServer(Vertx vertx, Konnect konnect, ControlApi control) {
        this.vertx = vertx;
        this.konnect = konnect;
        this.control = control;
        this.writer = new AnswerWriter(vertx);
    }

    Future<HttpServer> listen(int port, String address, ServerCertificate certificate) {
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertValue(Buffer.buffer(certificate.leafPem()))
                        .setKeyValue(Buffer.buffer(certificate.keyPem())));
        options.getInitialSettings().setMaxConcurrentStreams(STREAMS_PER_CONNECTION);
        return vertx.createHttpServer(options)
                .requestHandler(this::handle)
                .exceptionHandler(_ -> {})
                .listen(port, address);
    }

    private void handle(HttpServerRequest request) {
        HostRole host = HostRole.of(
                Optional.ofNullable(request.authority()).map(HostAndPort::host).orElse(""), konnect.regions());
        String path = Optional.ofNullable(request.path()).orElse("");
        if (host instanceof HostRole.PrivateOrigin && (path.equals(CONTROL) || path.startsWith(CONTROL + "/"))) {
            control(request, path);
        } else {
            api(request, host, path);
        }
    }

    private void api(HttpServerRequest request, HostRole host, String path) {
        Map<String, String> query = new LinkedHashMap<>();
        request.params().forEach(parameter -> query.putIfAbsent(parameter.getKey(), parameter.getValue()));
        Answer answer = konnect.answer(new ApiRequest(
                host,
                request.method().name(),
                path,
                query,
                ApiRequest.bearer(Optional.ofNullable(request.getHeader("authorization")))));
        long wait = konnect.latency().toMillis();
        if (wait == 0) {
            writer.write(answer, request);
        } else {
            vertx.setTimer(wait, _ -> writer.write(answer, request));
        }
    }

    private void control(HttpServerRequest request, String path) {
        request.body()
                .onSuccess(body -> writer.write(
                        control.answer(request.method().name(), path.substring(CONTROL.length()), body.toString()),
                        request));
    }
}
