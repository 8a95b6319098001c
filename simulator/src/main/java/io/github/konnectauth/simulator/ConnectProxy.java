package io.github.konnectauth.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTPS proxy that stands between a client and Konnect and answers for Konnect itself: a tunnel to port 443 of a
 * Konnect host that exists ends at the simulator, and so does one to a name of the simulator's own, on port 443 or its
 * own port. It reaches nothing else.
 */
final class ConnectProxy {
    private static final int HTTPS = 443;

    private final Vertx vertx;
    private final Konnect konnect;
    private final List<String> ownNames;
    private final SocketAddress server;
    private final NetClient client;

    /**
     * A proxy that does not listen yet.
     *
     * @param ownNames the names of private origins
     * @param server   where the simulator's HTTPS server listens
     */
    ConnectProxy(Vertx vertx, Konnect konnect, List<String> ownNames, SocketAddress server) {
        this.vertx = vertx;
        this.konnect = konnect;
        this.ownNames = ownNames;
        this.server = server;
        this.client = vertx.createNetClient();
    }

    Future<HttpServer> listen(int port, String address) {
        return vertx.createHttpServer(new HttpServerOptions())
                .requestHandler(this::handle)
                .exceptionHandler(_ -> {})
                .listen(port, address);
    }

    private void handle(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.CONNECT)) {
            refuse(request, 405, "This proxy only tunnels HTTPS");
            return;
        }
        Optional<HostAndPort> target = Optional.ofNullable(request.authority());
        switch (target.map(this::route).orElse(Route.FORBIDDEN)) {
            case HERE -> tunnel(request);
            case UNRESOLVED -> refuse(request, 502, "No such host");
            case FORBIDDEN -> refuse(request, 403, "This proxy reaches Konnect and the simulator only");
        }
    }

    /** Where a tunnel ends. */
    private enum Route {
        HERE,
        UNRESOLVED,
        FORBIDDEN
    }

    private Route route(HostAndPort target) {
        return switch (HostRole.of(target.host(), konnect.regions())) {
            case HostRole.Global _ -> target.port() == HTTPS ? Route.HERE : Route.FORBIDDEN;
            case HostRole.Region _ -> target.port() == HTTPS ? Route.HERE : Route.FORBIDDEN;
            case HostRole.PrivateOrigin _ -> own(target) ? Route.HERE : Route.FORBIDDEN;
            case HostRole.Unresolved _ -> Route.UNRESOLVED;
        };
    }

    private boolean own(HostAndPort target) {
        return ownNames.contains(target.host().toLowerCase(Locale.ROOT))
                && (target.port() == HTTPS || target.port() == server.port());
    }

    private void tunnel(HttpServerRequest request) {
        request.pause();
        client.connect(server)
                .onSuccess(inner -> request.toNetSocket()
                        .onSuccess(outer -> join(outer, inner))
                        .onFailure(_ -> inner.close()))
                .onFailure(_ -> refuse(request, 502, "The simulator does not answer"));
    }

    /** Carries bytes both ways; when one side closes, so does the other. */
    private static void join(NetSocket outer, NetSocket inner) {
        outer.pipeTo(inner);
        inner.pipeTo(outer);
    }

    private static void refuse(HttpServerRequest request, int status, String reason) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "text/plain")
                .end(reason + "\n");
    }
}
