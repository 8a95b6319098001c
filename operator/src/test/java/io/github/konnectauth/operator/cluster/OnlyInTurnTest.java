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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OnlyInTurnTest {

    private final AtomicBoolean isOurTurn = new AtomicBoolean(true);
    private final AtomicInteger heard = new AtomicInteger();
    private final OkHttpClient http = OnlyInTurn.limit(new OkHttpClient(), isOurTurn::get);
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
    void requests_go_out_in_ones_turn_and_no_longer() throws IOException {
        assertThat(ask()).isEqualTo(204);

        isOurTurn.set(false);

        assertThatThrownBy(this::ask).isInstanceOf(IOException.class).hasMessageContaining("lease");
        assertThat(heard).hasValue(1);
    }

    private int ask() throws IOException {
        var request = new Request.Builder()
                .url("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
        try (var response = http.newCall(request).execute()) {
            return response.code();
        }
    }
}
