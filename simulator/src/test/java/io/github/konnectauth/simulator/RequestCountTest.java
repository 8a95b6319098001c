package io.github.konnectauth.simulator;

import static io.github.konnectauth.simulator.ExampleKonnect.GLOBAL_IDENTITY;
import static io.github.konnectauth.simulator.ExampleKonnect.ORGANIZATION;
import static io.github.konnectauth.simulator.ExampleKonnect.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestCountTest {
    private final ExampleKonnect konnect = ExampleKonnect.start();
    private final KonnectSimulator simulator = konnect.simulator();

    @AfterEach
    void stop() {
        konnect.close();
    }

    @Test
    void requests_are_counted_by_operation_and_token() throws IOException {
        konnect.identity(TOKEN);
        konnect.identity(TOKEN);
        konnect.identity("kpat_unknown");
        konnect.controlPlanes(TOKEN);

        assertThat(simulator.requests(Operation.IDENTITY)).isEqualTo(3);
        assertThat(simulator.requests(Operation.IDENTITY, TOKEN)).isEqualTo(2);
        assertThat(simulator.requests(Operation.IDENTITY, "kpat_unknown")).isEqualTo(1);
        assertThat(simulator.requests(Operation.CONTROL_PLANES)).isEqualTo(1);
        assertThat(simulator.requests(Operation.REGIONS)).isZero();
    }

    @Test
    void the_list_tells_host_path_token_and_outcome_but_never_a_token() throws IOException {
        simulator.credential(Credential.of(TOKEN, ORGANIZATION).named("main"));
        konnect.identity(TOKEN);
        konnect.identity(TOKEN);
        konnect.proxied().get(GLOBAL_IDENTITY, "kpat_unknown");
        konnect.direct().get(konnect.url("/v3/available-regions"));
        konnect.direct().get(konnect.url("/v3/tokens/" + TOKEN + "?token=" + TOKEN), TOKEN);

        String unknown = Fingerprint.of("kpat_unknown").text();
        assertThat(simulator.counts())
                .containsExactly(
                        new RequestCount("private", "/v3/available-regions", "none", "200", 1),
                        new RequestCount("global.api.konghq.com", "/v3/organizations/me", unknown, "401", 1),
                        new RequestCount("private", "/v3/organizations/me", "main", "200", 2),
                        new RequestCount("private", "other", "main", "404", 1));
        assertThat(simulator.counts().toString()).doesNotContain("kpat_");
        assertThat(unknown).matches("sha256:[0-9a-f]{16}");
    }

    @Test
    void a_token_that_gets_a_name_later_is_listed_under_it() throws IOException {
        konnect.identity(TOKEN);

        simulator.credential(Credential.of(TOKEN, ORGANIZATION).named("main"));

        assertThat(simulator.counts()).extracting(RequestCount::token).containsExactly("main");
    }

    @Test
    void reset_counts_begin_at_zero() throws IOException {
        konnect.identity(TOKEN);

        simulator.resetCounts();

        assertThat(simulator.counts()).isEmpty();
        assertThat(simulator.requests(Operation.IDENTITY)).isZero();
    }

    @Test
    void a_credential_does_not_show_its_token() {
        assertThat(Credential.of(TOKEN, ORGANIZATION).toString()).doesNotContain(TOKEN);
    }
}
