package io.github.konnectauth.simulator;

import static io.github.konnectauth.simulator.ExampleKonnect.ORGANIZATION;
import static io.github.konnectauth.simulator.ExampleKonnect.TOKEN;
import static io.github.konnectauth.simulator.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.konnectauth.simulator.Client.Received;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultTest {
    private static final Duration SHORT = Duration.ofMillis(700);

    private final ExampleKonnect konnect = ExampleKonnect.start();
    private final KonnectSimulator simulator = konnect.simulator();
    private final Client client = konnect.direct();
    private final String identity = simulator.origin() + "/v3/organizations/me";

    private final ExecutorService clientThread = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        clientThread.shutdownNow();
        konnect.close();
    }

    @Test
    void unauthorized_is_the_problem_that_a_bad_token_gets() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.UNAUTHORIZED));

        assertProblem(client.get(identity, TOKEN), 401, "Unauthenticated", "A valid token is required");
    }

    @Test
    void forbidden_is_a_problem() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.FORBIDDEN));

        assertProblem(client.get(identity, TOKEN), 403, "Permission denied", "Invalid Permissions");
    }

    @Test
    void not_found_is_a_problem() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.NOT_FOUND));

        assertProblem(client.get(identity, TOKEN), 404, "Not Found", "Not found");
    }

    @Test
    void forbidden_at_the_edge_is_html() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.FORBIDDEN_AT_EDGE));

        assertHtml(client.get(identity, TOKEN), 403);
    }

    @Test
    void a_server_error_is_html() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.SERVER_ERROR));

        assertHtml(client.get(identity, TOKEN), 500);
    }

    @Test
    void garbage_is_html_with_a_good_status() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.GARBAGE));

        assertHtml(client.get(identity, TOKEN), 200);
    }

    @Test
    void rate_limited_says_when_to_come_back() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.RATE_LIMITED));

        Received received = client.get(identity, TOKEN);

        assertThat(received.status()).isEqualTo(429);
        assertThat(received.header("content-type")).isEqualTo("application/json");
        assertThat(received.body()).hasSize(37).isEqualTo("{\"message\":\"API rate limit exceeded\"}");
        assertThat(received.header("retry-after")).isEqualTo("77");
        assertThat(received.header("ratelimit-limit")).isEqualTo("3000");
        assertThat(received.header("ratelimit-remaining")).isEqualTo("0");
        assertThat(received.header("ratelimit-reset")).isEqualTo("77");
        assertThat(received.header("x-ratelimit-limit-minute")).isEqualTo("3000");
    }

    @Test
    void the_wait_of_rate_limited_can_be_chosen() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.RATE_LIMITED).retryAfter(Duration.ofSeconds(3)));

        assertThat(client.get(identity, TOKEN).header("retry-after")).isEqualTo("3");
    }

    @Test
    void rate_limited_at_the_edge_says_nothing_about_when() throws IOException {
        simulator.rateLimit(3000);
        simulator.fault(Fault.of(Fault.Kind.RATE_LIMITED_AT_EDGE));

        Received received = client.get(identity, TOKEN);

        assertHtml(received, 429);
        assertThat(received.headers().names())
                .noneMatch(name -> name.contains("ratelimit") || name.equals("retry-after"));
    }

    @Test
    void no_id_is_json_without_an_id() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.NO_ID));

        Received received = client.get(identity, TOKEN);

        assertThat(received.status()).isEqualTo(200);
        assertThat(received.header("content-type")).isEqualTo("application/json");
        assertThat(received.json().has("name")).isTrue();
        assertThat(received.json().has("id")).isFalse();
    }

    @Test
    void a_redirect_leads_to_a_path_where_followers_are_counted() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.REDIRECT).times(1));

        Received received = client.get(identity, TOKEN);

        assertThat(received.status()).isEqualTo(302);
        assertThat(received.header("location")).isEqualTo("/redirected");
        client.get(simulator.origin() + "/redirected", TOKEN);
        assertThat(simulator.requests(Operation.OTHER, TOKEN)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void a_huge_body_is_the_right_answer_padded_to_16_mebibytes(Protocol protocol) throws IOException {
        simulator.fault(Fault.of(Fault.Kind.HUGE_BODY));

        Received received = speaking(protocol).get(identity, TOKEN);

        assertThat(received.protocol()).isEqualTo(protocol);
        assertThat(received.status()).isEqualTo(200);
        assertThat(received.json().get("id").asText()).isEqualTo(ORGANIZATION);
        assertThat(received.body().length()).isGreaterThan(16 << 20);
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void a_hang_does_not_answer_while_others_are_answered(Protocol protocol) throws Exception {
        simulator.token("kpat_other", ORGANIZATION);
        simulator.fault(Fault.of(Fault.Kind.HANG).forToken(TOKEN));
        Client speaking = speaking(protocol);

        Future<Received> hanging = clientThread.submit(() -> speaking.get(identity, TOKEN));
        long deadline = System.nanoTime() + Client.PATIENCE.toNanos();
        do {
            assertThat(speaking.get(identity, "kpat_other").status()).isEqualTo(200);
        } while (simulator.requests(Operation.IDENTITY, TOKEN) == 0 && System.nanoTime() < deadline);

        assertThat(simulator.counts()).extracting(RequestCount::outcome).contains("hang");
        assertThat(hanging.isDone()).isFalse();
        simulator.close();
        assertThatThrownBy(() -> hanging.get(Client.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void a_slow_drip_sends_the_right_answer_but_does_not_get_far(Protocol protocol) throws IOException {
        simulator.fault(Fault.of(Fault.Kind.SLOW_DRIP));
        Request request = new Request.Builder()
                .url(identity)
                .header("Authorization", "Bearer " + TOKEN)
                .build();

        try (Response response = speaking(protocol).http().newCall(request).execute();
                InputStream body = response.body().byteStream()) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(body.readNBytes(2)).isEqualTo(new byte[] {'{', '"'});
        }
        assertThatThrownBy(() -> speaking(protocol).impatient(SHORT).get(identity, TOKEN))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void a_dropped_connection_fails_at_once_and_the_next_one_works(Protocol protocol) throws IOException {
        simulator.fault(Fault.of(Fault.Kind.DROPPED).times(1));

        assertThatThrownBy(() -> speaking(protocol).get(identity, TOKEN))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("timeout");
        assertThat(speaking(protocol).get(identity, TOKEN).status()).isEqualTo(200);
        assertThat(simulator.counts()).extracting(RequestCount::outcome).containsExactly("200", "dropped");
    }

    @Test
    void a_fault_on_an_operation_leaves_the_others_alone() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.SERVER_ERROR).on(Operation.CONTROL_PLANES));

        assertThat(client.get(identity, TOKEN).status()).isEqualTo(200);
        assertThat(client.get(simulator.origin() + "/v2/control-planes", TOKEN).status())
                .isEqualTo(500);
    }

    @Test
    void a_fault_for_a_token_leaves_other_tokens_alone() throws IOException {
        simulator.token("kpat_other", ORGANIZATION);
        simulator.fault(Fault.of(Fault.Kind.SERVER_ERROR).forToken(TOKEN));

        assertThat(client.get(identity, TOKEN).status()).isEqualTo(500);
        assertThat(client.get(identity, "kpat_other").status()).isEqualTo(200);
        assertThat(client.get(identity).status()).isEqualTo(401);
    }

    @Test
    void a_fault_for_some_times_is_over_after_them() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.SERVER_ERROR).times(2));

        assertThat(client.get(identity, TOKEN).status()).isEqualTo(500);
        assertThat(client.get(identity, TOKEN).status()).isEqualTo(500);
        assertThat(client.get(identity, TOKEN).status()).isEqualTo(200);
    }

    @Test
    void of_two_faults_the_newer_strikes_first() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.SERVER_ERROR));
        simulator.fault(Fault.of(Fault.Kind.UNAUTHORIZED).times(1));

        assertThat(client.get(identity, TOKEN).status()).isEqualTo(401);
        assertThat(client.get(identity, TOKEN).status()).isEqualTo(500);
    }

    @Test
    void cleared_faults_are_over() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.SERVER_ERROR));
        simulator.clearFaults();

        assertThat(client.get(identity, TOKEN).status()).isEqualTo(200);
    }

    @Test
    void a_fault_does_not_show_its_token() {
        assertThat(Fault.of(Fault.Kind.HANG).forToken(TOKEN).toString()).doesNotContain(TOKEN);
    }

    private Client speaking(Protocol protocol) {
        return protocol == Protocol.HTTP_2 ? client : client.speaking(Protocol.HTTP_1_1);
    }

    private static void assertHtml(Received received, int status) {
        assertThat(received.status()).isEqualTo(status);
        assertThat(received.header("content-type")).isEqualTo("text/html");
        assertThat(received.body()).startsWith("<html>");
    }
}
