package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.api.ExampleToken;
import io.github.konnectauth.simulator.Operation;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tenants of one operator learn of each other's organizations and tokens, over real HTTP. */
class SharedAmongTenantsTest {

    private static final String SERVER = "us.api.konghq.com";
    private static final String OTHER_ORGANIZATION = "00000000-0000-4000-8000-000000000002";
    private static final String OTHER_TOKEN = "kpat_others";
    private static final Freshness MINUTE = new Freshness.Within(Duration.ofSeconds(60));

    @AutoClose
    private final ExampleKonnect konnect = new ExampleKonnect();

    private final KonnectClient client = konnect.client();

    @BeforeEach
    void one_tenant_has_had_its_token_checked() {
        konnect.simulator().organization(OTHER_ORGANIZATION, "Other");
        konnect.simulator().token(OTHER_TOKEN, OTHER_ORGANIZATION);
        assertThat(ask("one", ExampleKonnect.TOKEN))
                .isEqualTo(new WhoAmI.Member(ExampleKonnect.ORGANIZATION, "active"));
    }

    @Test
    void a_tenant_with_another_token_gets_the_organization_of_that_token() {
        assertThat(ask("two", OTHER_TOKEN)).isEqualTo(new WhoAmI.Member(OTHER_ORGANIZATION, "active"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kpat_know", "kpat_knowm", "kpat_knownn", "kpat_Known", "spat_known"})
    void a_token_that_is_almost_another_tenants_is_asked_about_like_any_and_rejected(String guess) {
        var before = konnect.simulator().requests(Operation.IDENTITY);

        assertThat(ask("two", guess))
                .isInstanceOf(WhoAmI.Rejected.class)
                .asString()
                .doesNotContain(ExampleKonnect.ORGANIZATION);
        assertThat(konnect.simulator().requests(Operation.IDENTITY)).isEqualTo(before + 1);
    }

    @Test
    void a_tenant_with_the_same_token_gets_what_konnect_would_tell_it_and_no_call_is_made() {
        var before = konnect.simulator().counts();

        assertThat(ask("two", ExampleKonnect.TOKEN))
                .isEqualTo(new WhoAmI.Member(ExampleKonnect.ORGANIZATION, "active"));
        assertThat(konnect.simulator().counts()).isEqualTo(before);
    }

    @Test
    void whoever_asks_for_a_check_learns_nothing_of_what_was_known_before() {
        konnect.simulator().revoke(ExampleKonnect.TOKEN);

        assertThat(ask("two", ExampleKonnect.TOKEN, new Freshness.Now())).isInstanceOf(WhoAmI.Rejected.class);
        assertThat(ask("one", ExampleKonnect.TOKEN)).isInstanceOf(WhoAmI.Rejected.class);
    }

    private WhoAmI ask(String tenant, String token) {
        return ask(tenant, token, MINUTE);
    }

    private WhoAmI ask(String tenant, String token, Freshness freshness) {
        return client.whoAmI(
                        ExampleKonnect.server(SERVER),
                        ExampleToken.of(token),
                        freshness,
                        new Asker(tenant, Asker.Urgency.AWAITED))
                .answer()
                .orTimeout(ExampleKonnect.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
