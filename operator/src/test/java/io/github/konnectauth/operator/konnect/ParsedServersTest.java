package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParsedServersTest {

    private final ParsedServers servers = new ParsedServers();

    @ParameterizedTest
    @ValueSource(strings = {"eu.api.konghq.com", "https://[::1]:8443", "http://eu.api.konghq.com", ""})
    void a_server_is_parsed_once_and_remembered(String serverUrl) {
        var first = servers.of(serverUrl);

        assertThat(first).isEqualTo(KonnectServer.parse(serverUrl));
        assertThat(servers.of(new String(serverUrl))).isSameAs(first);
    }

    @Test
    void what_is_too_long_to_be_remembered_is_parsed_like_any_other() {
        var endless = "a".repeat(200_000);

        assertThat(servers.of(endless)).isEqualTo(KonnectServer.parse(endless));
    }
}
