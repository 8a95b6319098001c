package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.konnectauth.operator.konnect.KonnectServer.Parsed;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import okhttp3.HttpUrl;

/** What holds for every text that somebody writes as a server. */
class KonnectServerPropertyTest {

    private static final AllowedHosts DEFAULT = new AllowedHosts(List.of("*.api.konghq.com"));
    private static final AllowedHosts ANY_NAME = new AllowedHosts(List.of("*"));

    @Provide
    Arbitrary<String> misleading() {
        return ServerTexts.misleading();
    }

    @Provide
    Arbitrary<String> bracketed() {
        var groups = Arbitraries.of("", "", "0", "1", "ffff", "FE80", "00001", "1.2.3.4", "::", ".");
        return groups.list().ofMinSize(2).ofMaxSize(10).map(all -> String.join(":", all));
    }

    @Provide
    Arbitrary<String> mutated() {
        return ServerTexts.mutated();
    }

    @Provide
    Arbitrary<String> addresses() {
        return ServerTexts.addresses();
    }

    @Provide
    Arbitrary<String> anything() {
        return ServerTexts.anything();
    }

    @Property
    void any_text_is_read_without_an_exception(@ForAll("anything") String text) {
        assertThatCode(() -> KonnectServer.parse(text)).doesNotThrowAnyException();
        assertThatCode(() -> KonnectServer.parse("https://" + text)).doesNotThrowAnyException();
    }

    @Property
    void whatever_stands_in_brackets_is_an_address_or_none(@ForAll("bracketed") String text) {
        if (KonnectServer.parse("https://[" + text + "]") instanceof Parsed.Server(var server)) {
            assertThat(KonnectServer.parse(server.origin())).isEqualTo(new Parsed.Server(server));
            assertThat(ANY_NAME.permit(server)).isFalse();
        }
    }

    @Property
    void no_permitted_server_sends_a_token_anywhere_else(@ForAll("misleading") String text) {
        var permitted = KonnectServer.parse(text) instanceof Parsed.Server(var server) && DEFAULT.permit(server);

        if (KonnectServer.parse(text) instanceof Parsed.Server(var server) && permitted) {
            assertThat(List.of(server.origin(), server.identityOrigin()))
                    .allSatisfy(KonnectServerPropertyTest::assertThatKonnectIsAsked);
        }
        collect("permitted", permitted);
    }

    @Property
    void no_wildcard_permits_an_address_or_another_port(@ForAll("misleading") String text) {
        var permitted = KonnectServer.parse(text) instanceof Parsed.Server(var server) && ANY_NAME.permit(server);

        if (KonnectServer.parse(text) instanceof Parsed.Server(var server) && permitted) {
            var host = HttpUrl.get(server.origin()).host();
            assertThat(host).doesNotContain(":");
            assertThat(host.substring(host.lastIndexOf('.') + 1)).doesNotMatch("[0-9]+|0x[0-9a-f]*");
            assertThat(HttpUrl.get(server.origin()).port()).isEqualTo(443);
        }
        collect("permitted", permitted);
    }

    @Property
    void no_changed_character_leads_a_token_anywhere_else(@ForAll("mutated") String text) {
        if (KonnectServer.parse(text) instanceof Parsed.Server(var server) && DEFAULT.permit(server)) {
            assertThat(List.of(server.origin(), server.identityOrigin()))
                    .allSatisfy(KonnectServerPropertyTest::assertThatKonnectIsAsked);
        }
    }

    @Property
    void an_address_gets_no_token_however_it_is_written_where_any_name_may(@ForAll("addresses") String text) {
        if (KonnectServer.parse(text) instanceof Parsed.Server(var server)) {
            assertThat(ANY_NAME.permit(server)).isFalse();
            assertThat(new AllowedHosts(List.of("*.*.*.*", "*.*", "*")).permit(server))
                    .isFalse();
        }
    }

    @Property
    void no_address_that_java_calls_special_is_public(@ForAll @Size(4) byte[] four, @ForAll @Size(16) byte[] sixteen)
            throws UnknownHostException {
        for (var bytes : List.of(four, sixteen)) {
            var address = InetAddress.getByAddress(bytes);
            var isSpecial = address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || address.isMulticastAddress();
            assertThat(isSpecial && Network.isPublic(address)).isFalse();
        }
    }

    @Property
    void the_origin_of_a_server_is_the_same_server(@ForAll("misleading") String text) {
        var parsed = KonnectServer.parse(text);

        if (parsed instanceof Parsed.Server(var server)) {
            assertThat(KonnectServer.parse(server.origin())).isEqualTo(parsed);
        }
        collect("a server", parsed instanceof Parsed.Server);
    }

    @Property
    void the_host_that_is_judged_is_the_host_that_is_asked(@ForAll("misleading") String text) {
        var parsed = KonnectServer.parse(text);

        if (parsed instanceof Parsed.Server(var server)) {
            var asked = HttpUrl.get(server.origin());
            var host = asked.host().contains(":") ? "[" + asked.host() + "]" : asked.host();
            assertThat(server.authority()).isEqualTo(asked.port() == 443 ? host : host + ":" + asked.port());
            assertThat(server.origin())
                    .isEqualTo("https://" + server.authority())
                    .isEqualTo(server.origin().toLowerCase(Locale.ROOT))
                    .doesNotEndWith(".")
                    .doesNotEndWith("/")
                    .doesNotEndWith(":443");
        }
        collect("a server", parsed instanceof Parsed.Server);
    }

    @Property
    void a_reason_is_half_a_sentence_and_never_repeats_the_text(@ForAll("misleading") String text) {
        if (KonnectServer.parse(text) instanceof Parsed.Malformed(var why)) {
            assertThat(why).startsWith("it").doesNotEndWith(".");
            assertThat(why.contains(text) && text.length() > "https://".length())
                    .isFalse();
        }
    }

    private static void assertThatKonnectIsAsked(String origin) {
        var url = HttpUrl.get(origin);
        assertThat(url.scheme()).isEqualTo("https");
        assertThat(url.host()).matches("[a-z0-9-]+\\.api\\.konghq\\.com");
        assertThat(url.port()).isEqualTo(443);
        assertThat(url.username() + url.password()).isEmpty();
    }

    /** A property of servers says nothing when no text is one. */
    private static void collect(String what, boolean happened) {
        Statistics.label(what).collect(happened);
        Statistics.label(what).coverage(seen -> {
            seen.check(true).count(n -> n > 0);
            seen.check(false).count(n -> n > 0);
        });
    }
}
