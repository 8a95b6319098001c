package io.github.konnectauth.simulator;

import static io.github.konnectauth.simulator.ExampleKonnect.GLOBAL_IDENTITY;
import static io.github.konnectauth.simulator.ExampleKonnect.ORGANIZATION;
import static io.github.konnectauth.simulator.ExampleKonnect.TOKEN;
import static io.github.konnectauth.simulator.ExampleKonnect.US_CONTROL_PLANES;
import static io.github.konnectauth.simulator.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.konnectauth.simulator.Client.Received;
import java.io.IOException;
import okhttp3.Protocol;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {
    private final ExampleKonnect konnect = ExampleKonnect.start();
    private final KonnectSimulator simulator = konnect.simulator();
    private final Client client = konnect.proxied();

    @AfterEach
    void stop() {
        konnect.close();
    }

    @Test
    void the_global_host_tells_identities_over_http_2() throws IOException {
        Received received = client.get(GLOBAL_IDENTITY, TOKEN);

        assertThat(received.status()).isEqualTo(200);
        assertThat(received.protocol()).isEqualTo(Protocol.HTTP_2);
        assertThat(received.json().get("id").asText()).isEqualTo(ORGANIZATION);
    }

    @Test
    void http_1_works_through_the_proxy_too() throws IOException {
        Received received = client.speaking(Protocol.HTTP_1_1).get(GLOBAL_IDENTITY, TOKEN);

        assertThat(received.status()).isEqualTo(200);
        assertThat(received.protocol()).isEqualTo(Protocol.HTTP_1_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"us", "eu", "au", "me", "in", "sg"})
    void every_region_lists_control_planes(String region) throws IOException {
        assertThat(client.get("https://" + region + ".api.konghq.com/v2/control-planes?page[size]=1", TOKEN)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void the_staging_domain_is_served_alike() throws IOException {
        assertThat(client.get("https://global.api.konghq.tech/v3/organizations/me", TOKEN)
                        .status())
                .isEqualTo(200);
        assertThat(client.get("https://us.api.konghq.tech/v2/control-planes", TOKEN)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_region_does_not_tell_identities_or_regions() throws IOException {
        assertProblem(
                client.get("https://us.api.konghq.com/v3/organizations/me", TOKEN), 404, "Not Found", "Not found");
        assertProblem(client.get("https://us.api.konghq.com/v3/available-regions"), 404, "Not Found", "Not found");
    }

    @Test
    void the_global_host_has_no_control_planes() throws IOException {
        assertProblem(
                client.get("https://global.api.konghq.com/v2/control-planes", TOKEN), 404, "Not Found", "Not found");
    }

    @Test
    void the_control_endpoints_are_not_on_konnects_hosts() throws IOException {
        assertThat(client.get("https://global.api.konghq.com/simulator/counts").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pl.api.konghq.com",
                "api.konghq.com",
                "us.eu.api.konghq.com",
                "us.api.konghq.com.pl.api.konghq.com"
            })
    void a_konnect_host_that_does_not_exist_is_not_reached(String host) {
        assertThatThrownBy(() -> client.get("https://" + host + "/v2/control-planes", TOKEN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("502");
        assertThat(simulator.counts()).isEmpty();
    }

    @Test
    void a_region_that_goes_away_is_not_reached_any_more() throws IOException {
        simulator.regions("eu");

        assertThatThrownBy(() -> client.get(US_CONTROL_PLANES, TOKEN)).isInstanceOf(IOException.class);
        assertThat(client.get("https://eu.api.konghq.com/v2/control-planes", TOKEN)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/",
                "https://us.api.konghq.com:8443/",
                "https://127.0.0.1:1/",
                "https://us.attacker.example/"
            })
    void the_proxy_reaches_nothing_else(String url) {
        assertThatThrownBy(() -> client.get(url, TOKEN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("403");
    }

    @Test
    void the_proxy_reaches_the_simulators_own_origin() throws IOException {
        assertThat(client.get(konnect.url("/v3/organizations/me"), TOKEN).status())
                .isEqualTo(200);
    }

    @Test
    void the_proxy_refuses_plain_http() throws IOException {
        assertThat(client.get("http://global.api.konghq.com/v3/available-regions")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void a_request_that_names_a_missing_host_inside_the_tunnel_is_misdirected() throws IOException {
        Request request = new Request.Builder()
                .url(konnect.url("/v2/control-planes"))
                .header("Host", "pl.api.konghq.com")
                .header("Authorization", "Bearer " + TOKEN)
                .build();

        assertThat(konnect.direct().speaking(Protocol.HTTP_1_1).send(request).status())
                .isEqualTo(421);
    }

    @Test
    void a_token_may_be_rejected_by_one_region_only() throws IOException {
        simulator.credential(Credential.of(TOKEN, ORGANIZATION).rejectedBy("us"));

        assertThat(client.get(US_CONTROL_PLANES, TOKEN).status()).isEqualTo(401);
        assertThat(client.get("https://eu.api.konghq.com/v2/control-planes", TOKEN)
                        .status())
                .isEqualTo(200);
        assertThat(client.get(GLOBAL_IDENTITY, TOKEN).status()).isEqualTo(200);
    }

    @Test
    void a_fault_at_a_host_leaves_the_other_hosts_alone() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.SERVER_ERROR).at("US.api.konghq.com"));

        assertThat(client.get(US_CONTROL_PLANES, TOKEN).status()).isEqualTo(500);
        assertThat(client.get(GLOBAL_IDENTITY, TOKEN).status()).isEqualTo(200);
        assertThat(konnect.controlPlanes(TOKEN).status()).isEqualTo(200);
    }

    @Test
    void a_dropped_connection_is_dropped_through_the_proxy() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.DROPPED).times(1));

        assertThatThrownBy(() -> client.get(GLOBAL_IDENTITY, TOKEN)).isInstanceOf(IOException.class);
        assertThat(client.get(GLOBAL_IDENTITY, TOKEN).status()).isEqualTo(200);
    }

    @Test
    void a_huge_body_passes_through_the_proxy_whole() throws IOException {
        simulator.fault(Fault.of(Fault.Kind.HUGE_BODY));

        assertThat(client.get(GLOBAL_IDENTITY, TOKEN).body().length()).isGreaterThan(16 << 20);
    }
}
