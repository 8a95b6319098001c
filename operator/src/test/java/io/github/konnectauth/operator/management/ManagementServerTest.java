package io.github.konnectauth.operator.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementServerTest {

    private static final String METRICS =
            "# TYPE konnect_auth_resources gauge\nkonnect_auth_resources{namespace=\"ü\"} 1.0\n";

    private final AtomicBoolean isReady = new AtomicBoolean();

    @AutoClose
    private final ManagementServer server = new ManagementServer(0, isReady::get, () -> METRICS);

    @AutoClose
    private final HttpClient http = HttpClient.newHttpClient();

    ManagementServerTest() throws IOException {}

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return http.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void it_is_alive_from_the_start() throws Exception {
        var answer = send("GET", "/livez");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok\n");
    }

    @Test
    void it_is_ready_when_the_caches_are_filled_and_only_as_long_as_they_are() throws Exception {
        assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
        assertThat(send("GET", "/readyz").body()).contains("caches are not filled");

        isReady.set(true);
        assertThat(send("GET", "/readyz").statusCode()).isEqualTo(200);

        isReady.set(false);
        assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
    }

    @Test
    void metrics_are_served_in_prometheus_format() throws Exception {
        var answer = send("GET", "/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).isEqualTo(METRICS);
    }

    @Test
    void a_query_makes_no_difference() throws Exception {
        assertThat(send("GET", "/metrics?name=x").body()).isEqualTo(METRICS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics/other", "/metricsx", "/livez/", "/readyz/x", "/favicon.ico"})
    void anything_else_is_not_there(String path) throws Exception {
        assertThat(send("GET", path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz", "/metrics"})
    void a_question_for_the_headers_alone_is_answered_and_breaks_nothing(String path) throws Exception {
        isReady.set(true);

        var head = send("HEAD", path);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(send("GET", path).statusCode()).isEqualTo(200);
    }

    @Test
    void a_taken_port_is_told_at_once() {
        assertThatThrownBy(() -> new ManagementServer(server.port(), isReady::get, () -> METRICS))
                .isInstanceOf(BindException.class);
    }

    @Test
    void once_closed_it_answers_nobody() throws Exception {
        assertThat(send("GET", "/livez").statusCode()).isEqualTo(200);

        server.close();

        assertThatThrownBy(() -> send("GET", "/livez")).isInstanceOf(IOException.class);
    }
}
