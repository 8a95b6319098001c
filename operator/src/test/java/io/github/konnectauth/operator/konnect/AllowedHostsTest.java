package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.konnectauth.operator.konnect.KonnectServer.Parsed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {

    @ParameterizedTest
    @CsvSource({
        "*.api.konghq.com, us.api.konghq.com",
        "*.api.konghq.com, global.api.konghq.com",
        "*.API.KongHQ.com, us.api.konghq.com",
        "' us.api.konghq.com ', US.api.konghq.com.",
        "us.api.konghq.com, us.api.konghq.com",
        "*, us.api.konghq.com",
        "*, konnect.internal",
        "*, localhost",
        "us.*.konghq.*, us.api.konghq.tech",
        "konnect.example:8443, https://konnect.example:8443",
        "*.example:8443, https://konnect.example:8443",
        "konnect.example:443, https://konnect.example",
        "127.0.0.1, 127.0.0.1",
        "127.0.0.1:8443, https://127.0.0.1:8443",
        "127.1, 127.1",
        "0x7f000001, 0X7F000001",
        "[::1], https://[0:0:0:0:0:0:0:1]",
        "[fe80::a]:8443, https://[FE80::A]:8443",
        "[0:0:0:0:0:0:0:1], https://[::1]",
        "[FE80:0::0A]:8443, https://[fe80::a]:8443",
        "[::ffff:10.0.0.1]:8443, https://10.0.0.1:8443",
        "10.0.0.1, https://[::ffff:10.0.0.1]"
    })
    void a_host_that_a_pattern_describes_is_permitted(String pattern, String server) {
        assertThat(permits(pattern, server)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "*.api.konghq.com, us.attacker.example",
        "*.api.konghq.com, us.api.konghq.com.attacker.example",
        "*.api.konghq.com, api.konghq.com",
        "*.api.konghq.com, a.us.api.konghq.com",
        "*.api.konghq.com, us.api.konghq.tech",
        "*.api.konghq.com, usxapi.konghq.com",
        "*.api.konghq.com, us.apixkonghq.com",
        "*.api.konghq.com, https://us.api.konghq.com:8443",
        "us.api.konghq.com, eu.api.konghq.com",
        "*, https://localhost:8443",
        "*, 127.0.0.1",
        "*, 127.1",
        "*, 2130706433",
        "*, 017700000001",
        "*, 0x7f000001",
        "*, 0X7F.0.0.1",
        "*, 127.0.0.0x1",
        "*, 127.0.0.1.",
        "*, https://[::1]",
        "*, https://[::ffff:127.0.0.1]",
        "*.*.*.*, 127.0.0.1",
        "127.0.0.*, 127.0.0.1",
        "*.0.0.1, 127.0.0.1",
        "*:8443, https://1:8443",
        "127.0.0.1, 127.1",
        "127.0.0.1, https://127.0.0.1:8443",
        "konnect.example:8443, konnect.example",
        "*.example:8443, https://a.b.example:8443",
        "[::1], https://[::2]",
        "[::1], https://[::1]:8443",
        "[fe80::a], e",
        "[fe80::a]:8443, https://f:8443"
    })
    void any_other_host_is_not(String pattern, String server) {
        assertThat(permits(pattern, server)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'*,konnect.internal', konnect.internal, true",
        "'*,*.internal', konnect.internal, true",
        "'*,konnect.internal:8443', konnect.internal, true",
        "'*,127.1', 127.1, true",
        "'*', konnect.internal, false",
        "'*.*', konnect.internal, false",
        "'*.*:8443,*', konnect.internal, false",
        "'*,konnect.internal', a.konnect.internal, false",
        "'*,internal', konnect.internal, false"
    })
    void a_host_is_named_by_a_pattern_that_holds_more_than_stars(String patterns, String host, boolean isNamed) {
        assertThat(new AllowedHosts(List.of(patterns.split(","))).name(host)).isEqualTo(isNamed);
    }

    @Test
    void a_host_that_is_named_with_a_port_is_permitted_on_that_port_only_whatever_a_star_permits() {
        var hosts = new AllowedHosts(List.of("*", "konnect.internal:8443"));

        assertThat(hosts.permit(server("https://konnect.internal:8443"))).isTrue();
        assertThat(hosts.permit(server("konnect.internal"))).isFalse();
        assertThat(hosts.permit(server("other.internal"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"'*', true", "'a.example,*', true", "'*.*', true", "'*.*:8443', true", "'*.a', false", "'a.*', false"})
    void a_list_is_open_when_a_pattern_is_nothing_but_stars(String patterns, boolean isOpen) {
        assertThat(new AllowedHosts(List.of(patterns.split(","))).areOpen()).isEqualTo(isOpen);
    }

    @Test
    void one_of_several_patterns_is_enough() {
        var hosts = new AllowedHosts(List.of("konnect.example", "*.api.konghq.com"));

        assertThat(hosts.permit(server("eu.api.konghq.com"))).isTrue();
        assertThat(hosts.permit(server("konnect.example"))).isTrue();
        assertThat(hosts.permit(server("other.example"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "https://us.api.konghq.com",
                "us.api.konghq.com/",
                "us_eu.api.konghq.com",
                "us.api.konghq.com.",
                "u*.api.konghq.com",
                "**.konghq.com",
                "user@us.api.konghq.com",
                "us.api.konghq.com:",
                "us.api.konghq.com:port",
                "::1",
                "(a+)+",
                ".*",
                "m\u00fcnchen.example"
            })
    void a_pattern_that_is_no_host_is_refused_by_name(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedHosts(List.of("us.api.konghq.com", pattern)))
                .withMessageContaining("'" + pattern.strip() + "' is not a host")
                .withMessageContaining("* for exactly one label");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[:]", "[1:2]", "[::1::]", "[1.2.3.4]", "[fe80::12345]:8443", "[....]"})
    void a_pattern_that_is_no_address_is_refused_by_name(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedHosts(List.of("us.api.konghq.com", pattern)))
                .withMessageContaining("'" + pattern + "' is not an IPv6 address");
    }

    @Test
    void no_pattern_at_all_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedHosts(List.of()))
                .withMessage("at least one host has to be allowed");
    }

    private static boolean permits(String pattern, String server) {
        return new AllowedHosts(List.of(pattern)).permit(server(server));
    }

    private static KonnectServer server(String written) {
        return ((Parsed.Server) KonnectServer.parse(written)).server();
    }
}
