package io.github.konnectauth.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/** A way to the API server on which a process's requests can be seen, and one of them held up. */
final class ApiServerGate implements AutoCloseable {

    private static final int HTTP_OK = 200;

    /** A request that has been answered. */
    record Answered(String method, String path, int status) {
        boolean isRead() {
            return method.equals("GET");
        }
    }

    /** A request that does not get through until it is let go. */
    final class Held {
        private final String method;
        private final String path;
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private Held(String method, String path) {
            this.method = method;
            this.path = path;
        }

        void awaitArrival() {
            awaitOn(arrived);
        }

        /** Lets it go on, and waits for what the API server answers. */
        int release() {
            released.countDown();
            return org.awaitility.Awaitility.await()
                    .atMost(Scene.PATIENCE)
                    .until(
                            () -> answered.stream()
                                    .filter(each -> matches(each.method(), each.path()))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow()
                    .status();
        }

        private boolean matches(String otherMethod, String otherPath) {
            return method.equals(otherMethod) && otherPath.endsWith(path);
        }

        private void pass(String otherMethod, String otherPath) {
            if (matches(otherMethod, otherPath)) {
                arrived.countDown();
                awaitOn(released);
            }
        }
    }

    private final HttpServer server;
    private final OkHttpClient http;
    private final String target;
    private final List<Answered> answered = new CopyOnWriteArrayList<>();

    private volatile Optional<Held> held = Optional.empty();

    private ApiServerGate(ApiServer api) throws IOException {
        var client = api.client();
        http = ((OkHttpClientImpl) client.getHttpClient())
                .getOkHttpClient()
                .newBuilder()
                .readTimeout(Duration.ZERO)
                .callTimeout(Duration.ZERO)
                .build();
        target = client.getMasterUrl().toString().replaceFirst("/$", "");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::pass);
        server.start();
    }

    static ApiServerGate to(ApiServer api) {
        try {
            return new ApiServerGate(api);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a process that shall come this way. */
    String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: gate, cluster: {server: "http://127.0.0.1:%d"}}]
                contexts: [{name: gate, context: {cluster: gate, user: anybody}}]
                users: [{name: anybody, user: {}}]
                current-context: gate
                """.formatted(server.getAddress().getPort());
    }

    /** Holds up the next request of this method whose path ends like this. */
    Held hold(String method, String path) {
        var next = new Held(method, path);
        held = Optional.of(next);
        return next;
    }

    /** All that has been answered so far, in that order; a watch counts when it begins. */
    List<Answered> answered() {
        return List.copyOf(answered);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            var method = exchange.getRequestMethod();
            var path = exchange.getRequestURI().getPath();
            if (exchange.getRequestHeaders().containsKey("Upgrade")) {
                // No WebSocket here: the client takes a plain watch then.
                exchange.sendResponseHeaders(HTTP_OK, -1);
                return;
            }
            var request = new Request.Builder().url(target + exchange.getRequestURI());
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept"))
                    .ifPresent(accept -> request.header("Accept", accept));
            var body = exchange.getRequestBody().readAllBytes();
            var type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                    .map(MediaType::get)
                    .orElse(null);
            request.method(
                    method, method.equals("GET") || method.equals("HEAD") ? null : RequestBody.create(body, type));
            held.ifPresent(each -> each.pass(method, path));
            answer(exchange, request.build(), method, path);
        }
    }

    private void answer(HttpExchange exchange, Request request, String method, String path) throws IOException {
        try (var response = http.newCall(request).execute();
                var from = response.body().byteStream()) {
            answered.add(new Answered(method, path, response.code()));
            exchange.getResponseHeaders().set("Content-Type", response.header("Content-Type", "application/json"));
            exchange.sendResponseHeaders(response.code(), 0);
            var to = exchange.getResponseBody();
            var buffer = new byte[8192];
            for (var read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                to.write(buffer, 0, read);
                to.flush();
            }
        }
    }

    private static void awaitOn(CountDownLatch latch) {
        try {
            if (!latch.await(Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
