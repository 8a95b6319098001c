package io.github.konnectauth.operator.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Serves {@code /livez}, {@code /readyz} and {@code /metrics}. */
public final class ManagementServer implements AutoCloseable {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;

    /**
     * @param port to listen on; 0 for any free one
     * @param isReady whether the caches are filled
     * @param metrics the page of metrics
     * @throws IOException if the port is taken
     */
    public ManagementServer(int port, BooleanSupplier isReady, Supplier<String> metrics) throws IOException {
        server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("management-", 0).factory()));
        server.createContext("/livez", exchange -> answer(exchange, "/livez", 200, TEXT, "ok\n"));
        server.createContext("/readyz", exchange -> {
            var ready = isReady.getAsBoolean();
            answer(exchange, "/readyz", ready ? 200 : 503, TEXT, ready ? "ok\n" : "the caches are not filled yet\n");
        });
        server.createContext("/metrics", exchange -> answer(exchange, "/metrics", 200, PROMETHEUS, metrics.get()));
        server.start();
    }

    /** The port that is listened on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, String path, int status, String type, String body)
            throws IOException {
        try (exchange) {
            var isThere = exchange.getRequestURI().getPath().equals(path);
            var bytes = (isThere ? body : "not found\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", isThere ? type : TEXT);
            var isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(isThere ? status : 404, isHead ? -1 : bytes.length);
            if (!isHead) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
