package io.github.konnectauth.simulator;

import static io.github.konnectauth.simulator.ExampleKonnect.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final int MANY = 2000;

    private final ExampleKonnect konnect = ExampleKonnect.start();
    private final KonnectSimulator simulator = konnect.simulator();

    @AfterEach
    void stop() {
        konnect.close();
    }

    @Test
    void every_answer_waits_for_the_latency() throws IOException {
        simulator.latency(Duration.ofMillis(120));
        long start = System.nanoTime();

        assertThat(konnect.identity(TOKEN).status()).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(119));
    }

    @Test
    void a_negative_latency_is_refused() {
        assertThatThrownBy(() -> simulator.latency(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thousands_of_answers_wait_at_the_same_time() throws Exception {
        Duration latency = Duration.ofSeconds(1);
        simulator.latency(latency);
        Vertx vertx = Vertx.vertx();
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setSsl(true)
                        .setTrustAll(true)
                        .setVerifyHost(false)
                        .setUseAlpn(true)
                        .setProtocolVersion(HttpVersion.HTTP_2),
                new PoolOptions().setHttp2MaxSize(1 + MANY / 100));
        try {
            long start = System.nanoTime();
            List<Future<Integer>> statuses =
                    IntStream.range(0, MANY).mapToObj(_ -> identity(client)).toList();
            Future.all(statuses)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(Client.PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(statuses).extracting(Future::result).containsOnly(200);
            assertThat(simulator.requests(Operation.IDENTITY, TOKEN)).isEqualTo(MANY);
            // One after the other they would need half an hour, and thirty at a time more than this.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private Future<Integer> identity(HttpClient client) {
        return client.request(HttpMethod.GET, simulator.port(), "localhost", "/v3/organizations/me")
                .compose(request ->
                        request.putHeader("authorization", "Bearer " + TOKEN).send())
                .map(HttpClientResponse::statusCode);
    }
}
