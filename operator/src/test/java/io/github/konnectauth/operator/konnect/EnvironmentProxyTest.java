package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxyTest {

    private static final URI KONNECT = URI.create("https://us.api.konghq.com/v2/control-planes");

    @ParameterizedTest
    @ValueSource(strings = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
    void the_usual_variables_name_the_proxy_in_either_case(String name) {
        assertThat(proxyOf(Map.of(name, "http://127.0.0.1:3128"), KONNECT)).isEqualTo(proxy(3128));
    }

    @Test
    void the_more_specific_variable_goes_first_and_lower_case_before_upper_case() {
        var environment = new HashMap<>(Map.of("ALL_PROXY", "http://127.0.0.1:4"));
        assertThat(proxyOf(environment, KONNECT)).isEqualTo(proxy(4));
        environment.put("all_proxy", "http://127.0.0.1:3");
        assertThat(proxyOf(environment, KONNECT)).isEqualTo(proxy(3));
        environment.put("HTTPS_PROXY", "http://127.0.0.1:2");
        assertThat(proxyOf(environment, KONNECT)).isEqualTo(proxy(2));
        environment.put("https_proxy", "http://127.0.0.1:1");
        assertThat(proxyOf(environment, KONNECT)).isEqualTo(proxy(1));
        environment.put("https_proxy", " ");
        assertThat(proxyOf(environment, KONNECT)).isEqualTo(proxy(2));
    }

    @Test
    void without_a_variable_there_is_no_proxy() {
        assertThat(EnvironmentProxy.from(Map.of())).isEmpty();
        assertThat(EnvironmentProxy.from(Map.of("HTTPS_PROXY", "", "HTTP_PROXY", "http://127.0.0.1:1")))
                .isEmpty();
        assertThat(EnvironmentProxy.NONE.select(KONNECT)).containsExactly(Proxy.NO_PROXY);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:3128, 3128",
        "127.0.0.1:65535, 65535",
        "http://127.0.0.1, 80",
        "http://127.0.0.1:3128/, 3128",
        "' http://127.0.0.1:3128 ', 3128",
        "http://user:password@127.0.0.1:3128, 3128"
    })
    void a_proxy_may_be_written_in_several_ways(String value, int port) {
        assertThat(proxyOf(Map.of("HTTPS_PROXY", value), KONNECT)).isEqualTo(proxy(port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:s3cr3t@proxy.example:3128",
                "socks5://user:s3cr3t@proxy.example:1080",
                "http://user:s3cr3t@proxy.example:99999",
                "http://user:s3cr3t@proxy.example:0",
                "http://user:s3cr3t@proxy.example:port",
                "http://user:s3cr3t @proxy.example",
                "http://",
                "http:///",
                "://s3cr3t",
                "%"
            })
    void anything_else_is_refused_without_repeating_the_password(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentProxy.from(Map.of("HTTPS_PROXY", value)))
                .withMessage("HTTPS_PROXY is not a proxy. Set it to http://host:port, or unset it.")
                .withNoCause();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "us.api.konghq.com",
                "US.API.konghq.com",
                "konghq.com",
                ".konghq.com",
                "*.konghq.com",
                "*",
                "localhost, konghq.com",
                "us.api.konghq.com:443"
            })
    void exceptions_are_asked_directly(String exceptions) {
        assertThat(proxyOf(Map.of("HTTPS_PROXY", "127.0.0.1:1", "NO_PROXY", exceptions), KONNECT))
                .isEqualTo(Proxy.NO_PROXY);
        assertThat(proxyOf(Map.of("HTTPS_PROXY", "127.0.0.1:1", "no_proxy", exceptions), KONNECT))
                .isEqualTo(Proxy.NO_PROXY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "ghq.com",
                "api.konghq",
                "us.api.konghq.com:8443",
                "us.api.konghq.com.example",
                ",,",
                "eu.api.konghq.com"
            })
    void others_go_by_the_proxy(String exceptions) {
        assertThat(proxyOf(Map.of("HTTPS_PROXY", "127.0.0.1:1", "NO_PROXY", exceptions), KONNECT))
                .isEqualTo(proxy(1));
    }

    @Test
    void an_exception_without_a_name_excepts_nobody() {
        var environment = Map.of("HTTPS_PROXY", "127.0.0.1:1", "NO_PROXY", ",,");

        assertThat(proxyOf(environment, URI.create("https://us.api.konghq.com./")))
                .isNotEqualTo(Proxy.NO_PROXY);
    }

    @Test
    void a_proxy_that_cannot_be_read_is_named_all_the_same() {
        assertThat(EnvironmentProxy.isNamedIn(Map.of("ALL_PROXY", "socks5://10.0.0.1")))
                .isTrue();
        assertThat(EnvironmentProxy.isNamedIn(Map.of("HTTPS_PROXY", " ", "NO_PROXY", "*")))
                .isFalse();
    }

    @Test
    void an_exception_with_a_port_is_for_that_port_only() {
        var environment = Map.of("HTTPS_PROXY", "127.0.0.1:1", "NO_PROXY", "localhost:8443");

        assertThat(proxyOf(environment, URI.create("https://localhost:8443/"))).isEqualTo(Proxy.NO_PROXY);
        assertThat(proxyOf(environment, URI.create("https://localhost:8444/"))).isEqualTo(proxy(1));
    }

    @ParameterizedTest
    @CsvSource({"user:password, user, password", "user:pass%3Aw%40rd, user, pass:w@rd", "user, user, ''"})
    void the_password_is_told_to_the_proxy_once(String userInfo, String user, String password) throws IOException {
        var authenticator = authenticator("http://" + userInfo + "@127.0.0.1:3128");

        var first = new Request.Builder().url(KONNECT.toString()).build();
        var second = Optional.ofNullable(authenticator.authenticate(null, refusal(first)))
                .orElseThrow();

        assertThat(second.header("Proxy-Authorization")).isEqualTo(Credentials.basic(user, password));
        assertThat(second.header("Authorization")).isNull();
        assertThat(authenticator.authenticate(null, refusal(second))).isNull();
    }

    @Test
    void without_user_info_there_is_nothing_to_tell() {
        assertThat(authenticator("http://127.0.0.1:3128")).isSameAs(Authenticator.NONE);
    }

    @Test
    void a_proxy_does_not_show_its_password() {
        assertThat(EnvironmentProxy.from(Map.of("HTTPS_PROXY", "http://user:s3cr3t@127.0.0.1:1"))
                        .orElseThrow())
                .asString()
                .doesNotContain("s3cr3t");
    }

    private static Proxy proxyOf(Map<String, String> environment, URI uri) {
        return EnvironmentProxy.from(environment).orElseThrow().select(uri).getFirst();
    }

    private static Authenticator authenticator(String value) {
        return EnvironmentProxy.from(Map.of("HTTPS_PROXY", value)).orElseThrow().authenticator();
    }

    private static Response refusal(Request request) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(407)
                .message("Proxy Authentication Required")
                .build();
    }

    private static Proxy proxy(int port) {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
}
