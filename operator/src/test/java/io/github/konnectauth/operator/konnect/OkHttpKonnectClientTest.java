package io.github.konnectauth.operator.konnect;

import static io.github.konnectauth.operator.konnect.ExampleKonnect.GLOBAL;
import static io.github.konnectauth.operator.konnect.ExampleKonnect.ORGANIZATION;
import static io.github.konnectauth.operator.konnect.ExampleKonnect.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.simulator.Credential;
import io.github.konnectauth.simulator.Fault;
import io.github.konnectauth.simulator.Operation;
import io.github.konnectauth.simulator.OrganizationState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Konnect in good order says, over real HTTP. */
class OkHttpKonnectClientTest {

    private static final WhoAmI MEMBER = new WhoAmI.Member(ORGANIZATION, "active");

    private final ExampleKonnect konnect = new ExampleKonnect();

    @AfterEach
    void close() {
        konnect.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"us.api.konghq.com", "https://SG.api.konghq.com/", "eu.api.konghq.tech"})
    void a_known_token_belongs_to_its_organization(String server) {
        assertThat(konnect.ask(server)).isEqualTo(MEMBER);
        assertThat(requests(Operation.IDENTITY)).isEqualTo(1);
        assertThat(requests(Operation.CONTROL_PLANES)).isEqualTo(1);
        assertThat(requests(Operation.REGIONS)).isZero();
    }

    @Test
    void identity_is_asked_of_the_global_host_and_control_planes_of_the_region() {
        konnect.ask("us.api.konghq.com");

        assertThat(konnect.simulator().counts())
                .extracting(count -> count.host() + count.path() + " " + count.outcome())
                .containsExactlyInAnyOrder(
                        GLOBAL + "/v3/organizations/me 200", "us.api.konghq.com/v2/control-planes 200");
    }

    @Test
    void the_global_host_is_asked_for_identity_only() {
        assertThat(konnect.ask(GLOBAL)).isEqualTo(MEMBER);
        assertThat(requests(Operation.CONTROL_PLANES)).isZero();
        assertThat(requests(Operation.REGIONS)).isZero();
    }

    @Test
    void a_private_origin_is_asked_for_everything_port_and_all() {
        assertThat(konnect.ask(konnect.simulator().origin())).isEqualTo(MEMBER);
        assertThat(konnect.simulator().counts())
                .extracting(count -> count.host())
                .containsOnly("private");
        assertThat(requests(Operation.CONTROL_PLANES)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void without_the_probe_only_identity_and_the_list_of_regions_are_asked(boolean isPrivate) {
        var client = konnect.client(konnect.http(ExampleKonnect.PATIENCE), false);
        var server = isPrivate ? konnect.simulator().origin() : "us.api.konghq.com";

        assertThat(ExampleKonnect.ask(client, server)).isEqualTo(MEMBER);
        assertThat(requests(Operation.CONTROL_PLANES)).isZero();
        assertThat(requests(Operation.REGIONS)).isEqualTo(isPrivate ? 0 : 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_region_that_konnect_does_not_have_is_unknown_with_the_probe_or_without(boolean regionalProbe) {
        var client = konnect.client(konnect.http(ExampleKonnect.PATIENCE), regionalProbe);

        assertThat(ExampleKonnect.ask(client, "pl.api.konghq.com"))
                .isEqualTo(new WhoAmI.NoSuchRegion("pl", List.of("au", "eu", "in", "me", "sg", "us")));
    }

    @Test
    void without_the_list_an_unreachable_region_is_not_called_unknown() {
        konnect.simulator().fault(Fault.of(Fault.Kind.SERVER_ERROR).on(Operation.REGIONS));

        assertThat(konnect.ask("pl.api.konghq.com")).isEqualTo(new WhoAmI.Unreachable("pl.api.konghq.com"));
    }

    @Test
    void without_the_list_and_without_the_probe_a_region_counts() {
        konnect.simulator().fault(Fault.of(Fault.Kind.SERVER_ERROR).on(Operation.REGIONS));
        var client = konnect.client(konnect.http(ExampleKonnect.PATIENCE), false);

        assertThat(ExampleKonnect.ask(client, "us.api.konghq.com")).isEqualTo(MEMBER);
    }

    @Test
    void a_revoked_token_is_rejected_with_konnects_trace() {
        konnect.simulator().revoke(TOKEN);

        assertThat(konnect.ask("us.api.konghq.com")).isInstanceOfSatisfying(WhoAmI.Rejected.class, rejected -> {
            assertThat(rejected.host()).isEqualTo(GLOBAL);
            assertThat(rejected.trace().orElseThrow().text()).matches("konnect:trace:[0-9]{18}");
        });
    }

    @Test
    void a_token_that_the_region_alone_rejects_is_rejected_by_the_region() {
        konnect.simulator().credential(Credential.of(TOKEN, ORGANIZATION).rejectedBy("eu"));

        assertThat(konnect.ask("us.api.konghq.com")).isEqualTo(MEMBER);
        assertThat(konnect.ask("eu.api.konghq.com"))
                .isInstanceOfSatisfying(
                        WhoAmI.Rejected.class,
                        rejected -> assertThat(rejected.host()).isEqualTo("eu.api.konghq.com"));
    }

    @Test
    void a_token_that_may_not_list_control_planes_is_accepted_all_the_same() {
        konnect.simulator().credential(Credential.of(TOKEN, ORGANIZATION).withoutControlPlanes());

        assertThat(konnect.ask("us.api.konghq.com")).isEqualTo(MEMBER);
    }

    @Test
    void an_organization_that_closes_down_is_told() {
        konnect.simulator().organizationState(ORGANIZATION, OrganizationState.DELETING);

        assertThat(konnect.ask("us.api.konghq.com")).isEqualTo(new WhoAmI.Member(ORGANIZATION, "deleting"));
    }

    @Test
    void an_answer_is_shared_until_it_is_too_old_and_a_rejection_is_held() {
        var client = konnect.client();
        ExampleKonnect.ask(client, "us.api.konghq.com");
        konnect.simulator().revoke(TOKEN);

        assertThat(ExampleKonnect.ask(client, "us.api.konghq.com")).isEqualTo(MEMBER);
        konnect.clock().move(Duration.ofSeconds(60));
        assertThat(ExampleKonnect.ask(client, "us.api.konghq.com")).isInstanceOf(WhoAmI.Rejected.class);
        konnect.simulator().restore(TOKEN);
        assertThat(ExampleKonnect.ask(client, "us.api.konghq.com")).isInstanceOf(WhoAmI.Rejected.class);
        assertThat(requests(Operation.IDENTITY)).isEqualTo(2);
        assertThat(konnect.meters().counter("konnect.auth.shared.answers").count())
                .isEqualTo(4);
    }

    @Test
    void who_asks_by_name_gets_an_answer_of_his_own() {
        var client = konnect.client();
        ExampleKonnect.ask(client, "us.api.konghq.com");
        konnect.simulator().revoke(TOKEN);

        var now = ExampleKonnect.ask(client, "us.api.konghq.com", TOKEN, new Freshness.Now());

        assertThat(now).isInstanceOf(WhoAmI.Rejected.class);
    }

    @Test
    void two_regions_share_the_answer_about_the_identity() {
        var client = konnect.client();

        ExampleKonnect.ask(client, "us.api.konghq.com");
        ExampleKonnect.ask(client, "eu.api.konghq.com");

        assertThat(requests(Operation.IDENTITY)).isEqualTo(1);
        assertThat(requests(Operation.CONTROL_PLANES)).isEqualTo(2);
    }

    @Test
    void two_tokens_never_share() {
        var client = konnect.client();
        ExampleKonnect.ask(client, "us.api.konghq.com");

        var other = ExampleKonnect.ask(
                client, "us.api.konghq.com", "kpat_unknown", new Freshness.Within(Duration.ofHours(1)));

        assertThat(other).isInstanceOf(WhoAmI.Rejected.class);
        assertThat(konnect.simulator().requests(Operation.IDENTITY, "kpat_unknown"))
                .isEqualTo(1);
    }

    private long requests(Operation operation) {
        return konnect.simulator().requests(operation);
    }
}
