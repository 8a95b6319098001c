package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.konnectauth.operator.konnect.KonnectServer.Parsed;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KonnectServerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "us.api.konghq.com",
                "US.API.KongHQ.com",
                "us.api.konghq.com.",
                "https://us.api.konghq.com",
                "HTTPS://us.api.konghq.com/",
                "https://us.api.konghq.com:443",
                "https://us.api.konghq.com.:00443/"
            })
    void every_way_to_write_a_region_has_one_normal_form(String written) {
        assertThat(server(written)).isEqualTo(new KonnectServer.Regional("us", "api.konghq.com"));
        assertThat(server(written).origin()).isEqualTo("https://us.api.konghq.com");
        assertThat(server(written).identityOrigin()).isEqualTo("https://global.api.konghq.com");
        assertThat(server(written).authority()).isEqualTo("us.api.konghq.com");
    }

    @Test
    void a_region_of_kongs_staging_has_its_own_global_host() {
        assertThat(server("eu.api.konghq.tech").origin()).isEqualTo("https://eu.api.konghq.tech");
        assertThat(server("eu.api.konghq.tech").identityOrigin()).isEqualTo("https://global.api.konghq.tech");
    }

    @Test
    void the_global_host_is_a_region_and_knows_that_it_is_global() {
        assertThat(server("global.api.konghq.com"))
                .isInstanceOfSatisfying(
                        KonnectServer.Regional.class,
                        global -> assertThat(global.isGlobal()).isTrue());
        assertThat(server("globals.api.konghq.com"))
                .isInstanceOfSatisfying(
                        KonnectServer.Regional.class,
                        region -> assertThat(region.isGlobal()).isFalse());
    }

    @ParameterizedTest
    @CsvSource({
        "konnect.example.com, https://konnect.example.com",
        "https://Konnect.Example.com:8443/, https://konnect.example.com:8443",
        "localhost, https://localhost",
        "https, https://https",
        "127.0.0.1, https://127.0.0.1",
        "https://[::1], https://[::1]",
        "https://[0:0:0:0:0:0:0:1]:8443/, https://[::1]:8443",
        "https://[FE80::A], https://[fe80::a]",
        "https://[::ffff:127.0.0.1], https://127.0.0.1",
        "api.konghq.com, https://api.konghq.com",
        "a.us.api.konghq.com, https://a.us.api.konghq.com",
        "us.api.konghq.org, https://us.api.konghq.org",
        "us.api.konghq.com.attacker.example, https://us.api.konghq.com.attacker.example",
        "us.attacker.example, https://us.attacker.example",
        "https://us.api.konghq.com:8443, https://us.api.konghq.com:8443",
        "xn--mnchen-3ya.example, https://xn--mnchen-3ya.example"
    })
    void any_other_host_is_asked_for_everything_itself(String written, String origin) {
        assertThat(server(written)).isInstanceOf(KonnectServer.PrivateOrigin.class);
        assertThat(server(written).origin()).isEqualTo(origin);
        assertThat(server(written).identityOrigin()).isEqualTo(origin);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it is empty",
                "http://us.api.konghq.com | its scheme is not https",
                "ftp://us.api.konghq.com | its scheme is not https",
                "://us.api.konghq.com | its scheme is not https",
                "https://user@us.api.konghq.com | it contains user info",
                "https://us.api.konghq.com@attacker.example | it contains user info",
                "user:password@us.api.konghq.com | it contains user info",
                "https://us.api.konghq.com?a=b | it contains a query or a fragment",
                "https://us.api.konghq.com/#top | it contains a query or a fragment",
                "https://us.api.konghq.com/v3 | it contains a path",
                "us.api.konghq.com/v3 | it contains a path",
                "https://us.api.konghq.com// | it contains a path",
                "us.api.konghq.com/ | it is more than a host name, but does not begin with https://",
                "us.api.konghq.com:443 | it is more than a host name, but does not begin with https://",
                "[::1] | it is more than a host name, but does not begin with https://",
                "https://us.api.konghq.com:0 | its port is not between 1 and 65535",
                "https://us.api.konghq.com:65536 | its port is not between 1 and 65535",
                "https://[::1::2] | its IPv6 address is not one",
                "https://[0:0:0:0:0:0:0::1] | its IPv6 address is not one",
                "https://[1.2.3.4] | its IPv6 address is not one",
                "https://[1.2.3.4] | its IPv6 address is not one",
                "xn--us-0.api.konghq.com | its host name is not punycode"
            })
    void what_is_no_server_says_why(String written, String why) {
        assertThat(KonnectServer.parse(written)).isEqualTo(new Parsed.Malformed(why));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                ".us.api.konghq.com",
                "us..api.konghq.com",
                "us.api.konghq.com..",
                "-us.api.konghq.com",
                "us-.api.konghq.com",
                "u_s.api.konghq.com",
                "us.api.konghq.com ",
                " us.api.konghq.com",
                "us.api.konghq.com\n",
                "us.api.konghq.com\u0000",
                "us.api.konghq.com\t.attacker.example",
                "us%2eapi.konghq.com",
                "us.api.konghq.com%00",
                "us\u3002api.konghq.com",
                "\u0443s.api.konghq.com",
                "us.\u0430pi.konghq.com",
                "\uff55s.api.konghq.com",
                "us\u200b.api.konghq.com",
                "\u212as.api.konghq.com",
                "us\\.api.konghq.com",
                "https:\\\\us.api.konghq.com",
                "https:us.api.konghq.com",
                "https:/us.api.konghq.com",
                "//us.api.konghq.com",
                "https://",
                "https:///",
                "https://us.api.konghq.com:",
                "https://us.api.konghq.com:-1",
                "https://us.api.konghq.com:44a",
                "https://us.api.konghq.com:\u0664\u0664\u0663",
                "https://us.api.konghq.com:8443:443",
                "https://::1",
                "https://[::1",
                "https://[fe80::1%25eth0]",
                "https://[us.api.konghq.com]",
                "*.api.konghq.com"
            })
    void what_is_no_host_name_is_refused(String written) {
        assertThat(KonnectServer.parse(written)).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void the_longest_host_name_has_253_characters_in_labels_of_63() {
        var label = "a".repeat(63);
        var longest = label + "." + label + "." + label + "." + "a".repeat(61);

        assertThat(server(longest).origin()).isEqualTo("https://" + longest);
        assertThat(server(longest + ".").origin()).isEqualTo("https://" + longest);
        assertThat(KonnectServer.parse(longest + "a"))
                .isEqualTo(new Parsed.Malformed("its host name is longer than 253 characters"));
        assertThat(KonnectServer.parse("a".repeat(64) + ".com")).isInstanceOf(Parsed.Malformed.class);
    }

    static Stream<String> adversarialTexts() {
        var many = 100_000;
        return Stream.of("a", "a-", "a.", "1.", "-", ".", ":", "@", "/", "xn--", "[", "[:", "https://", "\ud83d\ude00")
                .flatMap(piece -> Stream.of(
                        piece.repeat(many),
                        "https://" + piece.repeat(many) + "!",
                        // As long as is read at all.
                        piece.repeat(500 / piece.length()) + "!",
                        "https://[" + piece.repeat(240 / piece.length()) + "]:443"));
    }

    @ParameterizedTest
    @MethodSource("adversarialTexts")
    void a_long_text_is_read_at_once(String written) {
        var parsed = assertTimeoutPreemptively(Duration.ofSeconds(2), () -> KonnectServer.parse(written));

        assertThat(parsed).isInstanceOf(Parsed.Malformed.class);
    }

    private static KonnectServer server(String written) {
        return ((Parsed.Server) KonnectServer.parse(written)).server();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65535})
    void the_first_and_the_last_port_are_ports(int port) {
        assertThat(KonnectServer.parse("https://konnect.example:" + port)).isInstanceOf(Parsed.Server.class);
    }

    @Test
    void of_512_characters_it_is_not_too_long() {
        var longest = "https://" + "a".repeat(512 - "https://".length());

        assertThat(KonnectServer.parse(longest))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.why()).doesNotContain("longer"));
        assertThat(KonnectServer.parse(longest + "a"))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.why()).contains("longer than 512"));
    }
}
