package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VerdictEventTest {

    @Test
    void theVerdictIsReadAmidTheRest() throws IOException {
        assertThat(read("""
                {"type":"MODIFIED","object":{"apiVersion":"v1","metadata":{"labels":{"name":"not this"},"name":"one-7","resourceVersion":"41",
                "managedFields":[{"name":"nor this"}]},"spec":{"type":"token"},"status":{"organizationID":"x","conditions":[
                {"type":"Ready","status":"False","reason":"TokenRejected","message":"no"},
                {"message":"no","reason":"Invalid","status":"False","type":"APIAuthValid"}]}}}""")).isEqualTo(new VerdictEvent("MODIFIED", "one-7", "41", "False", "TokenRejected"));
    }

    @Test
    void aResourceWithoutAStatusSaysNothing() throws IOException {
        var event = read("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"one-7\"}}}");

        assertThat(event).isEqualTo(new VerdictEvent("ADDED", "one-7", "", "", ""));
        assertThat(event.isTrue()).isFalse();
        assertThat(event.isFalse()).isFalse();
    }

    @Test
    void anErrorHasAStatusThatIsAText() throws IOException {
        var event = read("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"status\":\"Failure\",\"code\":410}}");

        assertThat(event.isError()).isTrue();
    }

    @Test
    void whatIsNoJsonIsNoEvent() {
        assertThatThrownBy(() -> read("{\"type\":\"ADDED\"")).isInstanceOf(JsonProcessingException.class);
    }

    private static VerdictEvent read(String line) throws IOException {
        return VerdictEvent.read(line.getBytes(StandardCharsets.UTF_8));
    }
}
