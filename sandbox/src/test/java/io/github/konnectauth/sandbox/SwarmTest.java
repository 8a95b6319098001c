package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SwarmTest {

    private static final Swarm.Member MEMBER = new Swarm.Member("one-7", "{\"type\":\"token\"}", Optional.empty());

    @Test
    void aNewResourceHasNoVersionAndNoStatus() throws JsonProcessingException {
        assertThat(new ObjectMapper().readTree(MEMBER.json())).isEqualTo(new ObjectMapper().readTree("""
                {"apiVersion":"konnect.konghq.com/v1alpha1","kind":"KonnectAPIAuthConfiguration",
                 "metadata":{"name":"one-7","namespace":"default"},"spec":{"type":"token"}}"""));
    }

    @Test
    void aStatusIsSentWithTheVersionThatItIsFor() throws JsonProcessingException {
        assertThat(new ObjectMapper().readTree(MEMBER.withStatus("41", "{\"organizationID\":\"x\"}")))
                .isEqualTo(new ObjectMapper().readTree("""
                {"apiVersion":"konnect.konghq.com/v1alpha1","kind":"KonnectAPIAuthConfiguration",
                 "metadata":{"name":"one-7","namespace":"default","resourceVersion":"41"},"spec":{"type":"token"},
                 "status":{"organizationID":"x"}}"""));
    }
}
