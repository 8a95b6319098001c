package io.github.konnectauth.simulator;

import static io.github.konnectauth.simulator.ExampleKonnect.ORGANIZATION;
import static io.github.konnectauth.simulator.ExampleKonnect.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.simulator.Client.Received;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlApiTest {
    private final ExampleKonnect konnect = ExampleKonnect.start();
    private final KonnectSimulator simulator = konnect.simulator();

    @AfterEach
    void stop() {
        konnect.close();
    }

    @Test
    void an_organization_comes_with_its_tokens() throws IOException {
        change("POST", "/organizations", """
                {"id": "org-2", "name": "Another", "state": "inactive", "tokens": [{"token": "kpat_second"}]}""");

        Received identity = konnect.identity("kpat_second");
        assertThat(identity.json().get("name").asText()).isEqualTo("Another");
        assertThat(identity.json().get("state").asText()).isEqualTo("inactive");
    }

    @Test
    void an_organization_that_is_there_can_be_changed() throws IOException {
        change("POST", "/organizations", "{\"id\": \"" + ORGANIZATION + "\", \"state\": \"deleting\"}");

        assertThat(konnect.identity(TOKEN).json().get("state").asText()).isEqualTo("deleting");
    }

    @Test
    void a_token_can_be_added_with_all_its_properties() throws IOException {
        change("POST", "/tokens", """
                {"token": "kpat_second", "organization": "%s", "name": "second", "listsControlPlanes": false}""".formatted(ORGANIZATION));

        assertThat(konnect.identity("kpat_second").status()).isEqualTo(200);
        assertThat(konnect.controlPlanes("kpat_second").status()).isEqualTo(403);
        assertThat(simulator.counts()).extracting(RequestCount::token).containsOnly("second");
    }

    @Test
    void a_token_can_be_revoked_and_restored() throws IOException {
        change("POST", "/tokens/revoke", "{\"token\": \"" + TOKEN + "\"}");
        assertThat(konnect.identity(TOKEN).status()).isEqualTo(401);

        change("POST", "/tokens/restore", "{\"token\": \"" + TOKEN + "\"}");
        assertThat(konnect.identity(TOKEN).status()).isEqualTo(200);
    }

    @Test
    void latency_can_be_set() throws IOException {
        change("PUT", "/latency", "{\"latency\": \"150ms\"}");

        long start = System.nanoTime();
        konnect.identity(TOKEN);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(149));
    }

    @Test
    void a_rate_limit_can_be_set() throws IOException {
        change("PUT", "/rate-limit", "{\"perMinute\": 120}");

        assertThat(konnect.identity(TOKEN).header("ratelimit-limit")).isEqualTo("120");
    }

    @Test
    void the_regions_can_be_set() throws IOException {
        change("PUT", "/regions", "{\"stable\": [\"us\"], \"beta\": [\"jp\"]}");

        assertThat(konnect.direct().get(konnect.url("/v3/available-regions")).body())
                .isEqualTo("{\"regions\":{\"stable\":[\"us\"],\"stable_opt_in\":[],\"beta\":[\"jp\"]}}");
    }

    @Test
    void faults_can_be_added_replaced_and_cleared() throws IOException {
        change("POST", "/faults", "{\"kind\": \"SERVER_ERROR\"}");
        assertThat(konnect.identity(TOKEN).status()).isEqualTo(500);

        change("PUT", "/faults", """
                [{"kind": "rate_limited", "operation": "identity", "token": "%s", "times": 1, "retryAfter": "5s"}]""".formatted(TOKEN));
        assertThat(konnect.controlPlanes(TOKEN).status()).isEqualTo(200);
        assertThat(konnect.identity(TOKEN).header("retry-after")).isEqualTo("5");
        assertThat(konnect.identity(TOKEN).status()).isEqualTo(200);

        change("POST", "/faults", "{\"kind\": \"SERVER_ERROR\", \"host\": \"private\"}");
        assertThat(konnect.identity(TOKEN).status()).isEqualTo(500);
        change("DELETE", "/faults", "");
        assertThat(konnect.identity(TOKEN).status()).isEqualTo(200);
    }

    @Test
    void counts_can_be_read_and_reset_and_leave_out_the_control_endpoints() throws IOException {
        simulator.credential(Credential.of(TOKEN, ORGANIZATION).named("main"));
        konnect.identity(TOKEN);

        assertThat(get("/counts").body()).isEqualTo("""
                [{"host":"private","path":"/v3/organizations/me","token":"main","outcome":"200","count":1}]""");
        change("DELETE", "/counts", "");
        assertThat(get("/counts").body()).isEqualTo("[]");
    }

    @Test
    void the_state_shows_everything_but_tokens() throws IOException {
        simulator.fault(
                Fault.of(Fault.Kind.HANG).on(Operation.REGIONS).forToken(TOKEN).times(3));

        Received state = get("");

        assertThat(state.json().at("/organizations/0/id").asText()).isEqualTo(ORGANIZATION);
        assertThat(state.json().at("/tokens/0/fingerprint").asText()).startsWith("sha256:");
        assertThat(state.json().at("/regions/stable/0").asText()).isEqualTo("us");
        assertThat(state.json().at("/latency").asText()).isEqualTo("0ms");
        assertThat(state.json().at("/rateLimitPerMinute").asInt()).isZero();
        assertThat(state.json().at("/faults/0/kind").asText()).isEqualTo("HANG");
        assertThat(state.json().at("/faults/0/times").asInt()).isEqualTo(3);
        assertThat(state.body()).doesNotContain(TOKEN);
    }

    @Test
    void the_ca_can_be_fetched() throws IOException {
        assertThat(get("/ca.pem").body()).isEqualTo(simulator.caPem());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | /tokens        | {\"organization\": \"x\"}                          | the field token is missing",
                "POST | /tokens        | {\"token\": \"kpat_a\"}                            | the field organization is missing",
                "POST | /tokens        | {\"token\": \"kpat_a\", \"organization\": \"x\"}   | no organization has the id x",
                "POST | /tokens        | {\"token\": [\"kpat_a\", \"kpat_b\"]}              | wrong value at .token",
                "POST | /tokens        | {\"tokn\": \"kpat_a\"}                             | unknown field at .tokn",
                "POST | /tokens        | {\"kpat_a\": 1}                                    | unknown field",
                "POST | /tokens        | kpat_a                                             | not JSON, see line 1",
                "POST | /tokens/revoke | {\"token\": \"kpat_a\"}                            | no token has the fingerprint",
                "POST | /organizations | {\"name\": \"x\"}                                  | the field id is missing",
                "PUT  | /latency       | {\"latency\": \"80\"}                              | a duration is a whole number",
                "PUT  | /latency       | ``                                                 | not JSON: it is empty",
                "PUT  | /rate-limit    | {\"perMinute\": -1}                                | must not be negative",
                "PUT  | /faults        | {\"kind\": \"FLOOD\"}                              | wrong value at .kind, it is one of [UNAUTHORIZED",
                "PUT  | /faults        | {\"kind\": \"HANG\", \"times\": 0}                 | at least once",
                "PUT  | /faults        | [{\"operation\": \"IDENTITY\"}]                    | the field kind is missing",
            })
    void a_wrong_body_is_explained_without_quoting_it(String method, String path, String body, String complaint)
            throws IOException {
        Received received = konnect.direct().call(method, konnect.url("/simulator" + path), body);

        assertThat(received.status()).isEqualTo(400);
        assertThat(received.json().get("detail").asText()).contains(complaint);
        assertThat(received.body()).doesNotContain("kpat_");
    }

    @Test
    void other_control_paths_are_not_found() throws IOException {
        assertThat(get("/nothing").status()).isEqualTo(404);
        assertThat(get("/tokens").status()).isEqualTo(404);
    }

    private void change(String method, String path, String body) throws IOException {
        assertThat(konnect.direct()
                        .call(method, konnect.url("/simulator" + path), body)
                        .status())
                .isEqualTo(204);
    }

    private Received get(String path) throws IOException {
        return konnect.direct().get(konnect.url("/simulator" + path));
    }
}
