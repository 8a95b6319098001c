package io.github.konnectauth.operator.konnect;

import static io.github.konnectauth.operator.konnect.ExampleKonnect.GLOBAL;
import static io.github.konnectauth.operator.konnect.ExampleKonnect.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.simulator.Fault;
import io.github.konnectauth.simulator.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of every way in which Konnect, or something on the way to it, can fail. */
class KonnectFaultsTest {

    private static final String REGION = "us.api.konghq.com";

    /** Of a call that will not be answered, and only of such a one: a handshake may take longer on a busy machine. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final ExampleKonnect konnect = new ExampleKonnect();

    @AfterEach
    void close() {
        konnect.close();
    }

    @ParameterizedTest
    @EnumSource
    void each_fault_of_identity_has_its_meaning(Fault.Kind kind) {
        konnect.simulator().fault(Fault.of(kind).on(Operation.IDENTITY));

        var answer = ask(REGION, kind);

        switch (kind) {
            case UNAUTHORIZED -> assertThat(answer).isInstanceOf(WhoAmI.Rejected.class);
            case FORBIDDEN -> assertThat(answer).isInstanceOf(WhoAmI.Denied.class);
            case RATE_LIMITED, RATE_LIMITED_AT_EDGE -> assertThat(answer).isEqualTo(new WhoAmI.Throttled(GLOBAL));
            case SERVER_ERROR, HANG, SLOW_DRIP, DROPPED -> assertThat(answer).isEqualTo(new WhoAmI.Unreachable(GLOBAL));
            case FORBIDDEN_AT_EDGE -> assertThat(answer).isEqualTo(unexpected(GLOBAL, "HTTP status 403"));
            case NOT_FOUND -> assertThat(answer).isEqualTo(unexpected(GLOBAL, "HTTP status 404"));
            case REDIRECT -> assertThat(answer).isEqualTo(unexpected(GLOBAL, "a redirect"));
            case GARBAGE, NO_ID -> assertThat(answer).isEqualTo(unexpected(GLOBAL, "no organization id"));
            case HUGE_BODY -> assertThat(answer).isEqualTo(unexpected(GLOBAL, "a body of more than 64 KiB"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_fault_of_the_region_has_its_meaning(Fault.Kind kind) {
        konnect.simulator().fault(Fault.of(kind).on(Operation.CONTROL_PLANES));

        var answer = ask(REGION, kind);

        switch (kind) {
            case UNAUTHORIZED ->
                assertThat(answer)
                        .isInstanceOfSatisfying(
                                WhoAmI.Rejected.class,
                                rejected -> assertThat(rejected.host()).isEqualTo(REGION));
            case FORBIDDEN, NO_ID -> assertThat(answer).isEqualTo(new WhoAmI.Member(ORGANIZATION, "active"));
            case RATE_LIMITED, RATE_LIMITED_AT_EDGE -> assertThat(answer).isEqualTo(new WhoAmI.Throttled(REGION));
            case SERVER_ERROR, HANG, SLOW_DRIP, DROPPED -> assertThat(answer).isEqualTo(new WhoAmI.Unreachable(REGION));
            case FORBIDDEN_AT_EDGE -> assertThat(answer).isEqualTo(unexpected(REGION, "HTTP status 403"));
            case NOT_FOUND -> assertThat(answer).isEqualTo(unexpected(REGION, "HTTP status 404"));
            case REDIRECT -> assertThat(answer).isEqualTo(unexpected(REGION, "a redirect"));
            case GARBAGE -> assertThat(answer).isEqualTo(unexpected(REGION, "a body that is not a JSON object"));
            case HUGE_BODY -> assertThat(answer).isEqualTo(unexpected(REGION, "a body of more than 64 KiB"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_fault_of_the_list_makes_a_region_unknown(Fault.Kind kind) {
        konnect.simulator().fault(Fault.of(kind).on(Operation.REGIONS));

        var answer = ask("pl.api.konghq.com", kind);

        // Of which host depends on time: a dropped connection takes the call for the identity along.
        assertThat(answer).isInstanceOf(WhoAmI.Unreachable.class);
    }

    @Test
    void a_redirect_is_not_followed() {
        konnect.simulator().fault(Fault.of(Fault.Kind.REDIRECT));

        ask(REGION);

        assertThat(konnect.simulator().requests(Operation.OTHER)).isZero();
    }

    @Test
    void an_answer_that_leaves_the_question_open_is_asked_for_again_at_once() {
        konnect.simulator()
                .fault(Fault.of(Fault.Kind.SERVER_ERROR).on(Operation.IDENTITY).times(1));
        var client = konnect.client();

        assertThat(ExampleKonnect.ask(client, REGION)).isEqualTo(new WhoAmI.Unreachable(GLOBAL));
        assertThat(ExampleKonnect.ask(client, REGION)).isEqualTo(new WhoAmI.Member(ORGANIZATION, "active"));
        assertThat(konnect.simulator().requests(Operation.CONTROL_PLANES)).isEqualTo(1);
    }

    @Test
    void a_server_whose_certificate_is_not_trusted_is_unreachable_and_never_sees_the_token() {
        var http = Connections.open(
                TIMEOUT,
                Optional.empty(),
                ExampleKonnect.ALLOWED,
                Map.of("HTTPS_PROXY", konnect.simulator().proxyUrl()));

        assertThat(ExampleKonnect.ask(konnect.client(http, true), REGION)).isEqualTo(new WhoAmI.Unreachable(GLOBAL));
        assertThat(konnect.simulator().counts()).isEmpty();
    }

    @Test
    void a_server_that_does_not_listen_is_unreachable() {
        var origin = konnect.simulator().origin();
        var client = konnect.client();
        konnect.simulator().close();

        assertThat(ExampleKonnect.ask(client, origin)).isEqualTo(new WhoAmI.Unreachable("localhost"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"konnect.invalid", "foo.1a", "a.xn--a"})
    void a_host_that_cannot_be_reached_is_an_answer_like_any_other(String host) {
        assertThat(ask(host)).isEqualTo(new WhoAmI.Unreachable(host));
    }

    private WhoAmI ask(String server, Fault.Kind kind) {
        return switch (kind) {
            case HANG, SLOW_DRIP -> ExampleKonnect.ask(konnect.client(konnect.http(TIMEOUT), true), server);
            default -> ask(server);
        };
    }

    private WhoAmI ask(String server) {
        return ExampleKonnect.ask(konnect.client(), server);
    }

    private static WhoAmI unexpected(String host, String what) {
        return new WhoAmI.Unexpected(host, what);
    }
}
