package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParsedServersTest {

    private final ParsedServers servers = new ParsedServers();

    @ParameterizedTest
    @ValueSource(strings = {"eu.api.konghq.com", "https://[::1]:8443", "https://konnect.example"})
    void a_server_is_parsed_once(String serverUrl) {
        var first = servers.of(serverUrl);

        assertThat(first).isEqualTo(KonnectServer.parse(serverUrl));
        assertThat(servers.of(new String(serverUrl))).isSameAs(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://eu.api.konghq.com", "https://user:password@eu.api.konghq.com", "kpat_secret"})
    void what_is_no_server_is_parsed_anew_each_time_and_not_remembered(String serverUrl) {
        var first = servers.of(serverUrl);

        assertThat(first).isEqualTo(KonnectServer.parse(serverUrl));
        assertThat(servers.of(serverUrl)).isNotSameAs(first);
    }
}
