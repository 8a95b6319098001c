package io.github.konnectauth.chart.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.konnect.AllowedHosts;
import io.github.konnectauth.operator.konnect.KonnectServer;
import io.github.konnectauth.operator.konnect.KonnectServer.Parsed;
import io.github.konnectauth.operator.konnect.ServerTexts;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The policy on hosts lets in what the operator itself permits: nothing more, and but for two ways to write an address nothing less. */
class HostGuardAgreesTest {

    @Provide
    Arbitrary<List<String>> lists() {
        return Arbitraries.of(HostLists.ALL);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, ServerTexts.misleading()),
                Tuple.of(2, ServerTexts.mutated()),
                Tuple.of(1, ServerTexts.addresses()),
                Tuple.of(1, ServerTexts.anything()),
                Tuple.of(9, near()));
    }

    /** Hosts that the lists speak of, or nearly. */
    private static Arbitrary<String> near() {
        return Combinators.combine(
                        Arbitraries.of(HostLists.SCHEMES),
                        Arbitraries.of(HostLists.HOSTS),
                        Arbitraries.frequencyOf(
                                Tuple.of(1, Arbitraries.of("")), Tuple.of(1, Arbitraries.of(HostLists.ENDS))))
                .as((scheme, host, end) -> scheme + host + end);
    }

    @Property
    void what_the_operator_refuses_is_refused_at_admission(
            @ForAll("lists") List<String> hosts, @ForAll("texts") String text) {
        if (letsIn(hosts, text)) {
            assertThat(permits(hosts, text) || isNoPunycode(text)).isTrue();
        }
        Statistics.label("let in").collect(letsIn(hosts, text));
        Statistics.label("let in").coverage(seen -> {
            seen.check(true).percentage(p -> p > 2);
            seen.check(false).percentage(p -> p > 2);
        });
    }

    @Property
    void what_the_operator_permits_is_let_in_unless_it_is_an_address_in_other_words(
            @ForAll("lists") List<String> hosts, @ForAll("texts") String text) {
        if (permits(hosts, text) && !text.contains("[")) {
            assertThat(letsIn(hosts, text)).isTrue();
        }
    }

    @Test
    void all_near_misses_are_judged_as_by_the_operator() {
        var texts = HostLists.texts();

        assertThat(texts).hasSizeGreaterThan(1500);
        assertThat(HostLists.ALL)
                .allSatisfy(hosts -> assertThat(texts).allSatisfy(text -> {
                    if (!text.contains("[") && !isNoPunycode(text)) {
                        assertThat(letsIn(hosts, text)).isEqualTo(permits(hosts, text));
                    } else if (letsIn(hosts, text)) {
                        assertThat(permits(hosts, text) || isNoPunycode(text)).isTrue();
                    }
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://[::1]", "HTTPS://[::1]/", "https://[::1]:443", "https://[FE80::A]:8443"})
    void an_IPv6_address_as_it_is_listed_is_let_in(String text) {
        assertThat(letsIn(HostLists.ADDRESSES, text)).isTrue();
    }

    /** Known by the operator only: both name the addresses above. */
    @ParameterizedTest
    @ValueSource(strings = {"https://[0:0::1]", "https://[::ffff:127.0.0.1]"})
    void an_address_in_other_words_is_refused_at_admission_already(String text) {
        assertThat(permits(HostLists.ADDRESSES, text)).isTrue();
        assertThat(letsIn(HostLists.ADDRESSES, text)).isFalse();
    }

    /** Known by the operator only: the resource becomes InvalidServerURL. */
    @Test
    void a_label_that_is_no_punycode_is_let_in_and_gets_no_token() {
        assertThat(letsIn(List.of("*"), "xn--us-0.example")).isTrue();
        assertThat(permits(List.of("*"), "xn--us-0.example")).isFalse();
        assertThat(isNoPunycode("xn--us-0.example")).isTrue();
    }

    private static boolean isNoPunycode(String text) {
        return KonnectServer.parse(text) instanceof Parsed.Malformed(var why) && why.contains("punycode");
    }

    private static boolean letsIn(List<String> hosts, String text) {
        return HostRule.of(hosts).permits(text);
    }

    private static boolean permits(List<String> hosts, String text) {
        return KonnectServer.parse(text) instanceof Parsed.Server(var server) && new AllowedHosts(hosts).permit(server);
    }
}
