package io.github.konnectauth.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.simulator.Client.Received;

/** What every error of Konnect's own must look like. */
final class ProblemAssert {
    private ProblemAssert() {}

    static void assertProblem(Received received, int status, String title, String detail) {
        assertThat(received.status()).isEqualTo(status);
        assertThat(received.header("content-type")).isEqualTo("application/problem+json");
        assertThat(received.json().get("status").asInt()).isEqualTo(status);
        assertThat(received.json().get("title").asText()).isEqualTo(title);
        assertThat(received.json().get("detail").asText()).isEqualTo(detail);
        assertThat(received.json().get("instance").asText()).matches("konnect:trace:[0-9]{18}");
    }
}
