package io.github.konnectauth.operator.kong;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.cluster.Cluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers about groups mean. That kinds are found and watched is shown on a real API server. */
class KongKindsTest {

    private volatile int status = 404;
    private HttpServer apiServer;
    private KubernetesClient client;
    private KongKinds<KonnectAPIAuthConfiguration> kinds;

    @BeforeEach
    void open() throws IOException {
        apiServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        apiServer.createContext("/apis/", exchange -> {
            try (exchange) {
                // As an API server words it about a group that it does not know.
                var text = "404 page not found\n".getBytes(UTF_8);
                exchange.sendResponseHeaders(status, text.length);
                exchange.getResponseBody().write(text);
            }
        });
        apiServer.start();
        client = Cluster.connect(
                new ConfigBuilder(Config.empty())
                        .withMasterUrl(
                                "http://127.0.0.1:" + apiServer.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .build(),
                chain -> chain.proceed(chain.request()));
        kinds = new KongKinds<>(client, Set.of(), true, _ -> {}, _ -> {});
    }

    @AfterEach
    void close() {
        kinds.stop();
        client.close();
        apiServer.stop(0);
    }

    @Test
    void where_no_kind_is_served_nothing_refers_to_a_resource() {
        kinds.start();

        assertThat(kinds.haveCaughtUp()).isTrue();
        assertThat(kinds.askedReferencesIn("team")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 500, 403, 429})
    void an_api_server_that_does_not_say_leaves_open_whether_anything_does(int refusal) {
        status = refusal;

        kinds.start();

        assertThat(kinds.haveCaughtUp()).isFalse();
        assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> kinds.askedReferencesIn("team"));
    }

    @Test
    void what_was_served_is_not_taken_for_what_is_served() {
        kinds.start();
        status = 503;

        assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> kinds.askedReferencesIn("team"));
    }

    @Test
    void an_api_server_that_is_away_leaves_it_open_too() {
        apiServer.stop(0);

        kinds.start();

        assertThat(kinds.haveCaughtUp()).isFalse();
        assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> kinds.askedReferencesIn("team"));
    }
}
