package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.konnect.Connections;
import io.github.konnectauth.simulator.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody sets the machine's clock back by an hour. */
@NeedsApiServer
class ClockSetIT {

    private static final Duration BACK = Duration.ofHours(-1);

    private final SettableClock wall = new SettableClock();
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
    void checks_go_on_at_their_interval_and_what_is_shown_is_the_new_time() {
        var token = scene.token();
        operator("--revalidation-interval=1s");
        scene.inline("auth", token);
        scene.awaitReason("auth", "Valid");

        wall.set(BACK);
        scene.awaitChecks(token, scene.checks(token) + 3);
        scene.konnect().revoke(token);

        var ready = scene.awaitReason("auth", "TokenRejected")
                .condition(Condition.READY)
                .orElseThrow();
        assertThat(Instant.parse(ready.lastTransitionTime())).isBeforeOrEqualTo(wall.instant());
    }

    @Test
    void a_check_request_is_held_for_its_ten_seconds_and_no_longer() {
        var token = scene.token();
        operator();
        scene.inline("auth", token);
        scene.awaitReason("auth", "Valid");
        scene.raw("auth").annotate(KonnectAPIAuthConfiguration.CHECK_REQUESTED, "first");
        scene.awaitChecks(token, 2);

        wall.set(BACK);
        scene.raw("auth").annotate(KonnectAPIAuthConfiguration.CHECK_REQUESTED, "second");

        scene.await("auth", auth -> "second".equals(auth.status().lastHandledCheckRequest()));
        assertThat(scene.checks(token)).isEqualTo(3);
    }

    @Test
    void a_host_that_was_out_of_order_is_tried_and_asked_again() {
        var token = scene.token();
        operator("--revalidation-interval=1s");
        scene.inline("auth", token);
        scene.awaitReason("auth", "Valid");
        scene.konnect().fault(Fault.of(Fault.Kind.SERVER_ERROR));
        scene.inline("new", scene.token());
        scene.awaitReason("new", "KonnectUnreachable");

        wall.set(BACK);
        scene.konnect().clearFaults();

        scene.awaitReason("new", "Valid");
    }

    private void operator(String... flags) {
        var config = scene.config(flags);
        var http = Connections.open(
                config.requestTimeout(),
                config.caBundle(),
                config.allowedHosts(),
                Map.of("HTTPS_PROXY", scene.konnect().proxyUrl()));
        scene.operator(new OperatorStart(config, scene.server().kubeconfig(), ApiServer.UNHEARD, http, wall));
    }
}
