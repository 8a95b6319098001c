package io.github.konnectauth.operator;

import static io.github.konnectauth.operator.Told.assertInvalid;
import static io.github.konnectauth.operator.Told.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.konnect.Connections;
import io.github.konnectauth.simulator.KonnectSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody learns of a network who may write resources, where any name is allowed. */
@NeedsApiServer
class WhereTokensGoIT {

    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_name_that_leads_into_a_network_gets_no_token_and_its_address_is_not_told() {
        var token = scene.token();
        operator("--allowed-hosts=*");
        scene.inline("auth", token, "localhost");

        var status = scene.awaitReason("auth", "ServerNotAllowed");

        assertInvalid(status, Condition.STALLED);
        assertThat(message(status, Condition.READY)).contains("localhost").doesNotContain("127.0.0.1");
        assertThat(scene.checks(token)).isZero();
    }

    @Test
    void a_port_that_is_closed_one_that_is_silent_and_one_that_talks_tls_to_others_look_the_same() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
                var stranger = KonnectSimulator.start()) {
            var ports = List.of(silent.getLocalPort(), closedPort(), stranger.port());
            operator(
                    "--request-timeout=2s",
                    "--allowed-hosts=localhost:%d,localhost:%d,localhost:%d".formatted(ports.toArray()));

            ports.forEach(port -> scene.inline("port-" + port, scene.token(), "https://localhost:" + port));

            assertThat(ports.stream()
                            .map(port ->
                                    message(scene.awaitReason("port-" + port, "KonnectUnreachable"), Condition.READY))
                            .distinct())
                    .hasSize(1);
        }
    }

    private static int closedPort() throws IOException {
        try (var closed = new ServerSocket(0)) {
            return closed.getLocalPort();
        }
    }

    /** One that asks directly. */
    private void operator(String... flags) {
        var config = scene.config(flags);
        var http = Connections.open(config.requestTimeout(), config.caBundle(), config.allowedHosts(), Map.of());
        scene.operator(
                new OperatorStart(config, scene.server().kubeconfig(), ApiServer.UNHEARD, http, Clock.systemUTC()));
    }
}
