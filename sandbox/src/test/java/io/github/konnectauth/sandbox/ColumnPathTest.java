package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ColumnPathTest {

    private final JsonNode resource = read("""
            {"metadata": {"creationTimestamp": "2026-01-01T00:00:00Z"},
             "status": {"organizationID": "org", "conditions": [
               {"type": "Ready", "status": "False"}, {"type": "APIAuthValid", "status": "True"}]}}
            """);

    @Test
    void namesLeadThroughObjects() {
        assertThat(ColumnPath.at(resource, ".status.organizationID").asText()).isEqualTo("org");
    }

    @Test
    void aFilterFindsTheConditionOfAType() {
        assertThat(ColumnPath.at(resource, ".status.conditions[?(@.type=='APIAuthValid')].status")
                        .asText())
                .isEqualTo("True");
        assertThat(ColumnPath.at(resource, ".status.conditions[?(@.type==\"Ready\")].status")
                        .asText())
                .isEqualTo("False");
    }

    @Test
    void whatIsNotThereIsMissing() {
        assertThat(ColumnPath.at(resource, ".status.serverURL").isMissingNode()).isTrue();
        assertThat(ColumnPath.at(resource, ".status.conditions[?(@.type=='Stalled')].status")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void aPathThatIsNotUnderstoodIsRefused() {
        assertThatThrownBy(() -> ColumnPath.at(resource, ".status.conditions[0].status"))
                .hasMessageContaining("is not understood at 18");
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
