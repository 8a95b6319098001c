package io.github.konnectauth.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ApiServerTroubleTest {

    private static final String RIGHT_IS_MISSING =
            "secrets \"s\" is forbidden: User \"u\" cannot get resource \"secrets\" in API group \"\" in the namespace \"a\"";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final OkHttpClient client = new OkHttpClient.Builder()
            .addInterceptor(new ApiServerTrouble(meters))
            .build();
    private final CountDownLatch answering = new CountDownLatch(1);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private final HttpServer server;
    private volatile int status = 200;
    private volatile String body = "{}";
    private volatile boolean hangs;

    ApiServerTroubleTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void open() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                if (hangs) {
                    awaitQuietly();
                }
                var bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        log.start();
        ((Logger) LoggerFactory.getLogger(ApiServerTrouble.class)).addAppender(log);
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger(ApiServerTrouble.class)).detachAppender(log);
        answering.countDown();
        server.stop(0);
    }

    @Test
    void a_missing_right_is_told_once_whichever_namespace_and_object_it_is_missed_in_and_counted_each_time()
            throws IOException {
        answers(403, RIGHT_IS_MISSING);

        get("/api/v1/namespaces/a/secrets/s");
        get("/api/v1/namespaces/a/secrets/t");
        get("/api/v1/namespaces/b/secrets/s");

        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("The operator's account has no right to get secrets in namespace a. Grant it");
        assertThat(denied("get", "secrets")).isEqualTo(3);
    }

    @Test
    void a_403_for_another_cause_is_neither_told_nor_counted_as_a_missing_right() throws IOException {
        answers(403, "admission webhook denied the request: you cannot have this");

        get("/api/v1/namespaces/a/secrets/s");

        assertThat(lines()).isEmpty();
        assertThat(denied("get", "secrets")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void silence_is_told_once_and_so_is_its_end(int answer) throws IOException {
        answers(answer, "");
        get("/api/v1/secrets");
        get("/api/v1/secrets");
        answers(200, "{}");
        get("/api/v1/secrets");
        get("/api/v1/secrets");

        assertThat(lines())
                .containsExactly(
                        "The API server answers with status " + answer
                                + ". Statuses stay as they are until it answers.",
                        "The API server answers again");
    }

    @Test
    void a_failure_of_one_request_is_not_silence() throws IOException {
        answers(500, "");

        get("/api/v1/secrets");

        assertThat(lines()).isEmpty();
    }

    @Test
    void a_server_that_hangs_is_silent_although_the_client_cancels_the_call_by_itself() {
        hangs = true;
        var impatient = client.newBuilder().callTimeout(Duration.ofSeconds(2)).build();

        assertThatThrownBy(() -> impatient.newCall(request("/api/v1/secrets")).execute())
                .isInstanceOf(IOException.class);

        assertThat(lines())
                .containsExactly("The API server does not answer. Statuses stay as they are until it answers.");
    }

    @Test
    void a_server_that_is_gone_is_silent() {
        server.stop(0);

        assertThatThrownBy(() -> get("/api/v1/secrets")).isInstanceOf(IOException.class);

        assertThat(lines()).singleElement().asString().startsWith("The API server does not answer.");
    }

    private void answers(int code, String message) {
        status = code;
        body = message;
    }

    private void get(String path) throws IOException {
        try (var response = client.newCall(request(path)).execute()) {
            assertThat(response.body().string())
                    .as("what was listened to is still there")
                    .isEqualTo(body);
        }
    }

    private Request request(String path) {
        return new Request.Builder()
                .url("http://127.0.0.1:" + server.getAddress().getPort() + path)
                .build();
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private double denied(String verb, String resource) {
        return meters.find("konnect.auth.denied.requests").tags("verb", verb, "resource", resource).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private void awaitQuietly() {
        try {
            answering.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
