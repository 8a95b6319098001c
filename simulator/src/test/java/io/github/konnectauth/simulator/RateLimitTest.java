package io.github.konnectauth.simulator;

import static io.github.konnectauth.simulator.ExampleKonnect.GLOBAL_IDENTITY;
import static io.github.konnectauth.simulator.ExampleKonnect.ORGANIZATION;
import static io.github.konnectauth.simulator.ExampleKonnect.TOKEN;
import static io.github.konnectauth.simulator.ExampleKonnect.US_CONTROL_PLANES;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.simulator.Client.Received;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final String ANOTHER = "0d9b1c0e-6a30-4f0e-8a55-0c5bd6a3f0b1";

    /** Twenty seconds into a minute, long ago: the certificate goes by the real time. */
    private final MovableClock clock = new MovableClock(Instant.parse("2001-03-01T12:00:20Z"));

    private final ExampleKonnect konnect =
            ExampleKonnect.start(SimulatorSettings.defaults().withRateLimit(2).withClock(clock));

    @AfterEach
    void stop() {
        konnect.close();
    }

    @Test
    void every_answer_tells_what_is_left_of_the_minute() throws IOException {
        assertQuota(konnect.identity(TOKEN), 200, "1", "40");
        clock.move(Duration.ofSeconds(15));
        assertQuota(konnect.identity(TOKEN), 200, "0", "25");
    }

    @Test
    void a_request_too_many_must_wait_for_the_next_minute() throws IOException {
        konnect.identity(TOKEN);
        konnect.identity(TOKEN);

        Received refused = konnect.identity(TOKEN);

        assertQuota(refused, 429, "0", "40");
        assertThat(refused.header("retry-after")).isEqualTo("40");
        assertThat(refused.header("content-type")).isEqualTo("application/json");
        assertThat(refused.body()).isEqualTo("{\"message\":\"API rate limit exceeded\"}");

        clock.move(Duration.ofSeconds(39));
        assertThat(konnect.identity(TOKEN).status()).isEqualTo(429);
        clock.move(Duration.ofSeconds(1));
        assertQuota(konnect.identity(TOKEN), 200, "1", "60");
    }

    @Test
    void errors_of_konnects_own_tell_the_quota_too() throws IOException {
        konnect.simulator().fault(Fault.of(Fault.Kind.UNAUTHORIZED).times(1));

        assertQuota(konnect.identity(TOKEN), 401, "1", "40");
    }

    @Test
    void tokens_of_one_organization_share_a_limit_and_organizations_do_not() throws IOException {
        konnect.simulator().token("kpat_second", ORGANIZATION);
        konnect.simulator().organization(ANOTHER, "Another");
        konnect.simulator().token("kpat_another", ANOTHER);

        konnect.identity(TOKEN);
        konnect.identity("kpat_second");

        assertThat(konnect.identity("kpat_second").status()).isEqualTo(429);
        assertThat(konnect.identity("kpat_another").status()).isEqualTo(200);
    }

    @Test
    void each_host_has_a_limit_of_its_own() throws IOException {
        konnect.proxied().get(GLOBAL_IDENTITY, TOKEN);
        konnect.proxied().get(GLOBAL_IDENTITY, TOKEN);

        assertThat(konnect.proxied().get(GLOBAL_IDENTITY, TOKEN).status()).isEqualTo(429);
        assertThat(konnect.proxied().get(US_CONTROL_PLANES, TOKEN).status()).isEqualTo(200);
    }

    @Test
    void the_limit_can_be_raised_and_lifted() throws IOException {
        konnect.identity(TOKEN);
        konnect.identity(TOKEN);

        konnect.simulator().rateLimit(10);
        assertQuota(konnect.identity(TOKEN), 200, "7", "40", "10");

        konnect.simulator().rateLimit(0);
        assertThat(konnect.identity(TOKEN).headers().names()).noneMatch(name -> name.contains("ratelimit"));
    }

    private static void assertQuota(Received received, int status, String remaining, String reset) {
        assertQuota(received, status, remaining, reset, "2");
    }

    private static void assertQuota(Received received, int status, String remaining, String reset, String limit) {
        assertThat(received.status()).isEqualTo(status);
        assertThat(received.header("ratelimit-limit")).isEqualTo(limit);
        assertThat(received.header("x-ratelimit-limit-minute")).isEqualTo(limit);
        assertThat(received.header("ratelimit-remaining")).isEqualTo(remaining);
        assertThat(received.header("ratelimit-reset")).isEqualTo(reset);
    }
}
