package io.github.konnectauth.simulator;

import static io.github.konnectauth.simulator.ExampleKonnect.ORGANIZATION;
import static io.github.konnectauth.simulator.ExampleKonnect.TOKEN;
import static io.github.konnectauth.simulator.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.konnectauth.simulator.Client.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateOriginTest {
    private final ExampleKonnect konnect = ExampleKonnect.start();
    private final KonnectSimulator simulator = konnect.simulator();
    private final Client client = konnect.direct();

    @AfterEach
    void stop() {
        konnect.close();
    }

    @Test
    void identity_tells_all_of_an_organization() throws IOException {
        Received received = konnect.identity(TOKEN);

        JsonNode organization = received.json();
        assertThat(received.status()).isEqualTo(200);
        assertThat(received.header("content-type")).isEqualTo("application/json");
        assertThat(organization.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "name",
                        "owner_id",
                        "login_path",
                        "created_at",
                        "updated_at",
                        "state",
                        "retention_period_days");
        assertThat(organization.get("id").asText()).isEqualTo(ORGANIZATION);
        assertThat(organization.get("name").asText()).isEqualTo("Example");
        assertThat(organization.get("owner_id").asText()).matches("[0-9a-f-]{36}");
        assertThat(organization.get("login_path").asText()).isEqualTo("example");
        assertThat(Instant.parse(organization.get("created_at").asText()))
                .isBefore(Instant.parse(organization.get("updated_at").asText()));
        assertThat(organization.get("state").asText()).isEqualTo("active");
        assertThat(organization.get("retention_period_days").isInt()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(OrganizationState.class)
    void identity_tells_the_state_that_was_set(OrganizationState state) throws IOException {
        simulator.organizationState(ORGANIZATION, state);

        JsonNode organization = konnect.identity(TOKEN).json();

        assertThat(organization.get("state").asText()).isEqualToIgnoringCase(state.name());
        assertThat(organization.get("id").asText()).isEqualTo(ORGANIZATION);
    }

    @Test
    void each_token_tells_its_own_organization() throws IOException {
        simulator.organization("0d9b1c0e-6a30-4f0e-8a55-0c5bd6a3f0b1", "Another");
        simulator.token("spat_another", "0d9b1c0e-6a30-4f0e-8a55-0c5bd6a3f0b1");

        assertThat(konnect.identity("spat_another").json().get("name").asText()).isEqualTo("Another");
        assertThat(konnect.identity(TOKEN).json().get("name").asText()).isEqualTo("Example");
    }

    @Test
    void an_unknown_token_is_unauthenticated() throws IOException {
        assertProblem(konnect.identity("kpat_unknown"), 401, "Unauthenticated", "A valid token is required");
        assertProblem(konnect.controlPlanes("kpat_unknown"), 401, "Unauthenticated", "A valid token is required");
    }

    @Test
    void a_request_without_a_token_is_unauthenticated() throws IOException {
        assertProblem(
                client.get(konnect.url("/v3/organizations/me")), 401, "Unauthenticated", "A valid token is required");
    }

    @Test
    void every_error_has_a_trace_of_its_own() throws IOException {
        String first = konnect.identity("kpat_unknown").json().get("instance").asText();
        String second = konnect.identity("kpat_unknown").json().get("instance").asText();

        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void a_revoked_token_is_unauthenticated_until_it_is_restored() throws IOException {
        simulator.revoke(TOKEN);
        assertThat(konnect.identity(TOKEN).status()).isEqualTo(401);
        assertThat(konnect.controlPlanes(TOKEN).status()).isEqualTo(401);

        simulator.restore(TOKEN);
        assertThat(konnect.identity(TOKEN).status()).isEqualTo(200);
        assertThat(konnect.controlPlanes(TOKEN).status()).isEqualTo(200);
    }

    @Test
    void what_is_not_known_cannot_be_changed() {
        assertThatThrownBy(() -> simulator.revoke("kpat_unknown"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("kpat_unknown");
        assertThatThrownBy(() -> simulator.token("kpat_new", "no-such-organization"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("kpat_new");
        assertThatThrownBy(() -> simulator.organizationState("no-such-organization", OrganizationState.DELETED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void control_planes_come_in_pages() throws IOException {
        JsonNode first = konnect.controlPlanes(TOKEN).json();
        JsonNode second = client.get(konnect.url("/v2/control-planes?page%5Bsize%5D=1&page%5Bnumber%5D=2"), TOKEN)
                .json();

        assertThat(first.get("data")).hasSize(1);
        assertThat(first.get("data").get(0).get("id").asText()).matches("[0-9a-f-]{36}");
        assertThat(first.at("/meta/page/size").asInt()).isEqualTo(1);
        assertThat(first.at("/meta/page/number").asInt()).isEqualTo(1);
        assertThat(first.at("/meta/page/total").asInt()).isEqualTo(1);
        assertThat(second.get("data")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "ten", ""})
    void a_page_size_that_makes_no_sense_is_named_as_the_invalid_parameter(String size) throws IOException {
        Received received = client.get(konnect.url("/v2/control-planes?page[size]=" + size), TOKEN);

        assertProblem(received, 400, "Bad Request", "Invalid Parameters");
        assertThat(received.json().at("/invalid_parameters/0/field").asText()).isEqualTo("page[size]");
    }

    @Test
    void a_token_may_be_forbidden_to_list_control_planes() throws IOException {
        simulator.credential(Credential.of(TOKEN, ORGANIZATION).withoutControlPlanes());

        assertThat(konnect.identity(TOKEN).status()).isEqualTo(200);
        assertProblem(konnect.controlPlanes(TOKEN), 403, "Permission denied", "Invalid Permissions");
    }

    @Test
    void a_token_that_regions_reject_is_still_identified() throws IOException {
        simulator.credential(Credential.of(TOKEN, ORGANIZATION).rejectedBy("us"));

        assertThat(konnect.identity(TOKEN).status()).isEqualTo(200);
        assertThat(konnect.controlPlanes(TOKEN).status()).isEqualTo(401);
    }

    @Test
    void the_regions_need_no_token() throws IOException {
        Received received = client.get(konnect.url("/v3/available-regions"));

        assertThat(received.status()).isEqualTo(200);
        assertThat(received.header("content-type")).isEqualTo("application/json");
        assertThat(received.body())
                .isEqualTo("{\"regions\":{\"stable\":[\"us\",\"eu\",\"au\"],"
                        + "\"stable_opt_in\":[\"me\",\"in\"],\"beta\":[\"sg\"]}}");
    }

    @Test
    void the_regions_can_be_changed() throws IOException {
        simulator.regions("us", "jp");

        assertThat(client.get(konnect.url("/v3/available-regions")).body())
                .isEqualTo("{\"regions\":{\"stable\":[\"us\",\"jp\"],\"stable_opt_in\":[],\"beta\":[]}}");
    }

    @Test
    void other_paths_and_methods_are_not_served() throws IOException {
        assertThat(client.get(konnect.url("/v3/users/me"), TOKEN).status()).isEqualTo(404);
        assertThat(client.call("POST", konnect.url("/v3/organizations/me"), "{}")
                        .status())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void both_http_versions_are_negotiated(Protocol protocol) throws IOException {
        Client speaking = protocol == Protocol.HTTP_2 ? client : client.speaking(Protocol.HTTP_1_1);

        assertThat(speaking.get(konnect.url("/v3/organizations/me"), TOKEN).protocol())
                .isEqualTo(protocol);
    }

    @Test
    void the_address_is_as_good_as_the_name() throws IOException {
        String byAddress = "https://127.0.0.1:" + simulator.port() + "/v3/organizations/me";

        assertThat(client.get(byAddress, TOKEN).status()).isEqualTo(200);
    }

    @Test
    void only_a_client_that_trusts_the_ca_can_connect(@TempDir Path directory) throws IOException {
        Path ca = simulator.writeCa(directory);
        OkHttpClient stranger = new OkHttpClient();

        assertThat(ca).hasFileName("ca.pem").hasContent(simulator.caPem());
        assertThat(Files.readAllLines(ca)).containsOnlyOnce("-----BEGIN CERTIFICATE-----");
        assertThatThrownBy(() -> stranger.newCall(
                                new Request.Builder().url(simulator.origin()).build())
                        .execute())
                .isInstanceOf(SSLException.class);
    }

    @Test
    void two_simulators_run_side_by_side_and_close_twice_without_harm() throws IOException {
        KonnectSimulator other = KonnectSimulator.start();
        assertThat(List.of(other.port(), other.proxyPort()))
                .doesNotContain(simulator.port())
                .doesNotContain(simulator.proxyPort());

        other.close();
        other.close();

        assertThat(konnect.identity(TOKEN).status()).isEqualTo(200);
    }

    @Test
    void a_port_that_is_taken_is_named() {
        SimulatorSettings taken = SimulatorSettings.defaults().withPorts(simulator.port(), 0);

        assertThatThrownBy(() -> KonnectSimulator.start(taken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:" + simulator.port());
    }
}
