package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.konnect.Connections;
import io.github.konnectauth.simulator.Fault;
import io.github.konnectauth.simulator.Operation;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a resource shows while Konnect cannot be asked. */
@NeedsApiServer
class OutageIT {

    private static final String IMPATIENT = "--revalidation-interval=1s";
    private static final Fault OUTAGE = Fault.of(Fault.Kind.SERVER_ERROR);

    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"SERVER_ERROR", "RATE_LIMITED_AT_EDGE", "DROPPED", "GARBAGE", "HANG"})
    void a_valid_resource_stays_as_it_is_and_unwritten(Fault.Kind kind) {
        var token = scene.token();
        scene.operator(IMPATIENT, "--request-timeout=3s");
        scene.inline("auth", token);
        scene.awaitReason("auth", "Valid");
        var version = scene.raw("auth").version();

        scene.konnect().fault(Fault.of(kind));
        scene.awaitChecks(token, scene.checks(token) + 3);

        assertThat(scene.raw("auth").version()).isEqualTo(version);
    }

    @Test
    void a_valid_resource_whose_host_does_not_resolve_for_a_time_stays_as_it_is_and_is_checked_again_when_it_does()
            throws UnknownHostException {
        var token = scene.token();
        var names = new NameService();
        var config = scene.config(IMPATIENT);
        var http = Connections.open(config.requestTimeout(), config.caBundle(), config.allowedHosts(), Map.of())
                .newBuilder()
                .dns(names)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .build();
        scene.operator(
                new OperatorStart(config, scene.server().kubeconfig(), ApiServer.UNHEARD, http, Clock.systemUTC()));
        scene.inline("auth", token, scene.konnect().origin());
        scene.awaitReason("auth", "Valid");
        var version = scene.raw("auth").version();

        names.fail();
        Awaitility.await().atMost(Scene.PATIENCE).until(() -> names.failures() >= 8);
        scene.inline("new", scene.token(), scene.konnect().origin());
        scene.awaitReason("new", "KonnectUnreachable");
        assertThat(scene.raw("auth").version()).isEqualTo(version);

        names.recover();
        scene.awaitChecks(token, scene.checks(token) + 1);
        scene.awaitReason("new", "Valid");
        assertThat(scene.raw("auth").version()).isEqualTo(version);
    }

    @Test
    void after_the_grace_it_is_unknown_keeps_its_organization_and_comes_back_by_itself() {
        scene.operator(IMPATIENT, "--outage-grace=1s");
        scene.inline("auth", scene.token());
        scene.awaitReason("auth", "Valid");

        scene.konnect().fault(OUTAGE);
        var status = scene.awaitReason("auth", "KonnectUnreachable");

        assertThat(status.condition(Condition.API_AUTH_VALID).orElseThrow().status())
                .isEqualTo("Unknown");
        assertThat(status.organizationId()).isEqualTo(Scene.ORGANIZATION);

        scene.konnect().clearFaults();
        scene.awaitReason("auth", "Valid");
    }

    @Test
    void an_invalid_resource_stays_invalid() {
        var token = scene.token();
        scene.operator(IMPATIENT, "--outage-grace=0s");
        scene.konnect().fault(Fault.of(Fault.Kind.FORBIDDEN));
        scene.inline("auth", token);
        scene.awaitReason("auth", "PermissionDenied");
        var version = scene.raw("auth").version();

        scene.konnect().fault(OUTAGE);
        scene.awaitChecks(token, scene.checks(token) + 3);

        assertThat(scene.raw("auth").version()).isEqualTo(version);
    }

    @Test
    void another_token_in_the_resource_is_unknown_at_once_and_the_organization_goes() {
        scene.operator();
        scene.inline("auth", scene.token());
        scene.awaitReason("auth", "Valid");

        scene.konnect().fault(OUTAGE);
        scene.raw("auth").spec("token", scene.token());

        var status = scene.awaitReason("auth", "KonnectUnreachable");
        assertThat(status.organizationId()).isNull();
        assertThat(status.condition(Condition.API_AUTH_VALID).orElseThrow().status())
                .isEqualTo("Unknown");
    }

    @Test
    void another_token_in_the_secret_is_unknown_at_once_and_the_organization_goes() {
        scene.operator();
        scene.secret("konnect", scene.token());
        scene.referring("auth", "konnect");
        scene.awaitReason("auth", "Valid");

        scene.konnect().fault(OUTAGE);
        scene.secret("konnect", scene.token());

        assertThat(scene.awaitReason("auth", "KonnectUnreachable").organizationId())
                .isNull();
    }

    @Test
    void a_restart_in_the_middle_changes_no_status() {
        var token = scene.token();
        var first = scene.operator(IMPATIENT);
        scene.secret("konnect", token);
        scene.referring("auth", "konnect");
        scene.awaitReason("auth", "Valid");
        var version = scene.raw("auth").version();

        scene.konnect().fault(OUTAGE);
        scene.stop(first);
        scene.operator(IMPATIENT);
        scene.awaitChecks(token, scene.checks(token) + 2);

        assertThat(scene.raw("auth").version()).isEqualTo(version);
    }

    @Test
    void all_come_back_together_when_konnect_does_and_until_then_it_is_tried_once_a_second() {
        var tokens = IntStream.range(0, 20).mapToObj(_ -> scene.token()).toList();
        var operator = scene.operator(IMPATIENT, "--requests-per-second=100");
        for (var i = 0; i < tokens.size(); i++) {
            scene.inline("auth-" + i, tokens.get(i));
        }
        for (var i = 0; i < tokens.size(); i++) {
            scene.awaitReason("auth-" + i, "Valid");
        }

        scene.konnect().fault(OUTAGE.at("global.api.konghq.com"));
        scene.inline("new", scene.token());
        scene.awaitReason("new", "KonnectUnreachable");
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .until(() -> scene.metrics(operator)
                        .contains("konnect_auth_breaker_state{host=\"global.api.konghq.com\"} 2.0"));
        // Long enough for the pauses between two looks at a resource to be longer than the wait below.
        var begin = System.nanoTime();
        var before = scene.konnect().requests(Operation.IDENTITY);
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .until(() -> scene.konnect().requests(Operation.IDENTITY) >= before + 25);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(23));

        scene.konnect().clearFaults();
        var counts = tokens.stream().map(scene::checks).toList();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() ->
                        IntStream.range(0, tokens.size()).allMatch(i -> scene.checks(tokens.get(i)) > counts.get(i)));
        scene.awaitReason("new", "Valid");
    }

    /** Names lead to this machine, or nowhere. */
    private static final class NameService implements Dns {

        private final List<InetAddress> here = List.of(InetAddress.getByName("localhost"));
        private final AtomicInteger failures = new AtomicInteger();
        private volatile boolean fails;

        NameService() throws UnknownHostException {
            // The machine knows its own name.
        }

        void fail() {
            fails = true;
        }

        void recover() {
            fails = false;
        }

        int failures() {
            return failures.get();
        }

        @Override
        public List<InetAddress> lookup(String host) throws UnknownHostException {
            if (fails) {
                failures.incrementAndGet();
                throw new UnknownHostException(host);
            }
            return here;
        }
    }
}
