package io.github.konnectauth.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiServerProxyTest {

    private static final String VERSION = "{\"major\":\"1\",\"minor\":\"35\",\"gitVersion\":\"v1.35.0\"}";

    private final ProxySelector before = ProxySelector.getDefault();
    private final List<String> proxied = new CopyOnWriteArrayList<>();
    private final HttpServer apiServer = server();
    private final HttpServer proxy = server();

    @BeforeEach
    void serve() {
        apiServer.createContext("/version", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            var body = VERSION.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        proxy.createContext("/", exchange -> {
            proxied.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(502, -1);
            exchange.close();
        });
        apiServer.start();
        proxy.start();
        ProxySelector.setDefault(ProxySelector.of(proxy.getAddress()));
    }

    @AfterEach
    void close() {
        ProxySelector.setDefault(before);
        apiServer.stop(0);
        proxy.stop(0);
    }

    @Test
    void the_api_server_is_asked_directly_whatever_proxy_the_configuration_or_the_jvm_names() {
        var named = "http://127.0.0.1:" + proxy.getAddress().getPort();
        var config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:" + apiServer.getAddress().getPort());
        config.setHttpProxy(named);
        config.setHttpsProxy(named);

        try (var client = Cluster.connect(config)) {
            assertThat(client.getKubernetesVersion().getGitVersion()).isEqualTo("v1.35.0");
        }

        assertThat(proxied).isEmpty();
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
