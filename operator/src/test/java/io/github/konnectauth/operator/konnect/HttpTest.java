package io.github.konnectauth.operator.konnect;

import static io.github.konnectauth.operator.konnect.ExampleKonnect.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.konnectauth.simulator.Operation;
import java.io.IOException;
import java.net.UnknownServiceException;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How Konnect is spoken to, as seen on the wire. */
class HttpTest {

    private static final String REGION = "us.api.konghq.com";

    private final ExampleKonnect konnect = new ExampleKonnect();
    private final ConcurrentLinkedQueue<Response> exchanges = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        konnect.close();
    }

    @Test
    void the_protocol_is_http_2() {
        askAndWatch(REGION);

        assertThat(exchanges).hasSize(2).extracting(Response::protocol).containsOnly(Protocol.HTTP_2);
    }

    @Test
    void nothing_is_asked_in_clear_text() {
        var http = konnect.http(ExampleKonnect.PATIENCE);
        var inClearText = new Request.Builder()
                .url("http://localhost:" + konnect.simulator().port())
                .build();

        assertThatThrownBy(() -> http.newCall(inClearText).execute())
                .isInstanceOf(UnknownServiceException.class)
                .hasMessageContaining("CLEARTEXT");
    }

    @Test
    void requests_ask_for_json_introduce_the_program_and_carry_the_token() {
        askAndWatch(REGION);

        assertThat(exchanges).extracting(Response::request).hasSize(2).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.header("Accept")).isEqualTo("application/json");
            assertThat(request.header("User-Agent")).isEqualTo(ExampleKonnect.USER_AGENT);
            assertThat(request.header("Authorization")).isEqualTo("Bearer " + TOKEN);
        });
        assertThat(exchanges)
                .extracting(response -> response.request().url().toString())
                .containsExactlyInAnyOrder(
                        "https://global.api.konghq.com/v3/organizations/me",
                        "https://us.api.konghq.com/v2/control-planes?page%5Bsize%5D=1");
    }

    @Test
    void the_list_of_regions_is_fetched_without_the_token() {
        askAndWatch("pl.api.konghq.com");

        assertThat(exchanges)
                .filteredOn(response -> response.request().url().encodedPath().equals("/v3/available-regions"))
                .singleElement()
                .satisfies(response ->
                        assertThat(response.request().headers().names()).doesNotContain("Authorization"));
    }

    @Test
    void identity_and_region_are_asked_at_the_same_time() {
        var both = new CyclicBarrier(2);

        // Each call goes on when the other has begun too: one after the other, both would fail.
        var client = konnect.client(http -> http.addInterceptor(chain -> {
            meet(both);
            return chain.proceed(chain.request());
        }));

        assertThat(ExampleKonnect.ask(client, REGION)).isInstanceOf(WhoAmI.Member.class);
    }

    @Test
    void many_who_ask_at_once_make_one_call_each_to_identity_and_region() throws Exception {
        var client = konnect.client();
        var start = new CountDownLatch(1);
        List<Future<WhoAmI>> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = Stream.generate(() -> threads.submit(() -> {
                        start.await();
                        return ExampleKonnect.ask(client, REGION);
                    }))
                    .limit(300)
                    .toList();
            start.countDown();
        }

        assertThat(answers)
                .extracting(Future::resultNow)
                .containsOnly(new WhoAmI.Member(ExampleKonnect.ORGANIZATION, "active"));
        assertThat(konnect.simulator().requests(Operation.IDENTITY)).isEqualTo(1);
        assertThat(konnect.simulator().requests(Operation.CONTROL_PLANES)).isEqualTo(1);
    }

    @Test
    void each_call_is_measured_by_host_operation_and_outcome() {
        konnect.simulator().revoke(TOKEN);

        askAndWatch(REGION);

        assertThat(measured("global.api.konghq.com", "identity")).isEqualTo(1);
        assertThat(measured(REGION, "control-planes")).isEqualTo(1);
    }

    private long measured(String host, String operation) {
        return konnect.meters()
                .get("konnect.auth.request.duration")
                .tags("host", host, "operation", operation, "outcome", "rejected")
                .timer()
                .count();
    }

    private void askAndWatch(String server) {
        Interceptor watch = chain -> {
            var response = chain.proceed(chain.request());
            exchanges.add(response);
            return response;
        };
        ExampleKonnect.ask(konnect.client(http -> http.addNetworkInterceptor(watch)), server);
    }

    private static void meet(CyclicBarrier both) throws IOException {
        try {
            both.await(ExampleKonnect.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IOException(e);
        }
    }
}
