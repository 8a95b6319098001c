package io.github.konnectauth.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OnlyInTurnTest {

    private final AtomicBoolean isOurTurn = new AtomicBoolean(true);
    private final AtomicInteger heard = new AtomicInteger();
    private final OkHttpClient konnect = OnlyInTurn.limit(new OkHttpClient(), isOurTurn::get);
    private final OkHttpClient apiServer = new OkHttpClient.Builder()
            .addInterceptor(OnlyInTurn.forChanges(isOurTurn::get))
            .build();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            heard.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void requests_to_konnect_go_out_in_ones_turn_and_no_longer() throws IOException {
        assertThat(send(konnect, "GET", "/v3/organizations/me")).isEqualTo(204);

        isOurTurn.set(false);

        assertThatThrownBy(() -> send(konnect, "GET", "/v3/organizations/me"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lease");
        assertThat(heard).hasValue(1);
    }

    @Test
    void a_status_is_written_in_ones_turn_and_meets_a_conflict_later() throws IOException {
        assertThat(send(apiServer, "PUT", "/apis/g/v1/namespaces/n/kinds/a/status"))
                .isEqualTo(204);

        isOurTurn.set(false);

        assertThat(send(apiServer, "PUT", "/apis/g/v1/namespaces/n/kinds/a/status"))
                .isEqualTo(409);
        assertThat(heard).hasValue(1);
    }

    @Test
    void a_finalizer_is_put_on_in_ones_turn_and_meets_a_conflict_later() throws IOException {
        isOurTurn.set(false);

        assertThat(send(apiServer, "PATCH", "/api/v1/namespaces/n/secrets/leases"))
                .isEqualTo(409);
        assertThat(heard).hasValue(0);
    }

    @Test
    void the_lease_is_sought_and_everything_is_read_whosever_turn_it_is() throws IOException {
        isOurTurn.set(false);

        assertThat(send(apiServer, "PATCH", "/apis/coordination.k8s.io/v1/namespaces/n/leases/status-page"))
                .isEqualTo(204);
        assertThat(send(apiServer, "GET", "/apis/g/v1/namespaces/n/kinds/a/status"))
                .isEqualTo(204);
        assertThat(heard).hasValue(2);
    }

    private int send(OkHttpClient http, String method, String path) throws IOException {
        var request = new Request.Builder()
                .url("http://127.0.0.1:" + server.getAddress().getPort() + path)
                .method(method, method.equals("GET") ? null : RequestBody.create(new byte[0]))
                .build();
        try (var response = http.newCall(request).execute()) {
            return response.code();
        }
    }
}
