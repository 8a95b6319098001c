package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about a command line that cannot be followed. */
class RefusedOrderTest {

    @Test
    void a_lease_name_that_kubernetes_would_refuse_is_refused_in_one_line() {
        assertOneLine(execute(Map.of(), "run", "--leader-election", "--lease-name=My_Lease"), "--lease-name has to be");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--unknown | Unknown option: '--unknown'",
                "--watch-namespace=a | '--watch-namespace=a'",
                "argument | Unknown argument: 'argument'",
                "--revalidation-interval=10 | '10' is not a duration",
                "--revalidation-interval=999ms | --revalidation-interval has to be at least 1s",
                "--outage-grace=-1s | '-1s' is not a duration",
                "--requests-per-second=-1 | '-1' is not a number",
                "--requests-per-second=0.001 | --requests-per-second has to be 0, or between 0.01 and 10000",
                "--requests-per-second=10001 | --requests-per-second has to be 0, or between 0.01 and 10000",
                "--requests-per-second=fast | 'fast' is not a number",
                "--request-timeout=0s | --request-timeout has to be more than 0s",
                "--request-timeout | --request-timeout needs a value",
                "--request-timeout= | --request-timeout: '' is not a duration",
                "--management-port=http | --management-port: 'http' is not a number between 0 and 65535",
                "--management-port=-1 | --management-port: '-1' is not a number between 0 and 65535",
                "--management-port=65536 | --management-port: '65536' is not a number between 0 and 65535",
                "--leader-election | --lease-namespace has to be given",
                "--leader-election=maybe | 'maybe' is neither true nor false",
                "--regional-probe=maybe | 'maybe' is neither true nor false",
                "--log-format=xml | --log-format: 'xml' is none of json, text",
                "--log-level=loud | --log-level: 'loud' is none of error, warn, info, debug, trace",
                "--allowed-hosts=https://us.api.konghq.com | --allowed-hosts: 'https://us.api.konghq.com' is not a host",
                "--allowed-hosts= | --allowed-hosts: '' is not a host",
                "--allowed-hosts=, | --allowed-hosts: at least one host",
                "--what=statuses | Unknown option: '--what=statuses'"
            })
    void a_wrong_flag_or_value_is_refused_in_one_line(String argument, String said) {
        assertOneLine(execute(Map.of(), "run", argument), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10s\n20s", "a\r\nb", "a\n"})
    void a_value_of_several_lines_is_told_in_one(String value) {
        assertOneLine(execute(Map.of(), "run", "--request-timeout", value), "is not a duration");
        assertOneLine(execute(Map.of(), "run", "--unknown=" + value), "Unknown option");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
    void any_host_behind_a_proxy_is_refused_in_one_line(String variable) {
        var proxy = Map.of(variable, "http://user:s3cr3t@proxy.example:3128", "NO_PROXY", "*");

        var result = execute(proxy, "run", "--allowed-hosts=us.api.konghq.com,*");

        assertOneLine(result, "--allowed-hosts: a bare * cannot be used with a proxy");
        assertThat(String.valueOf(result)).doesNotContain("s3cr3t");
        assertOneLine(execute(proxy, "run", "--allowed-hosts=*.*.*"), "cannot be used with a proxy");
        assertThat(execute(proxy, "run", "--allowed-hosts=*.api.konghq.com")).isInstanceOf(Order.Run.class);
        assertThat(execute(Map.of(), "run", "--allowed-hosts=*")).isInstanceOf(Order.Run.class);
    }

    @Test
    void a_wrong_variable_is_refused_in_one_line_that_names_the_flag() {
        assertOneLine(execute(Map.of("KONNECT_AUTH_OUTAGE_GRACE", "soon"), "run"), "--outage-grace");
        assertOneLine(execute(Map.of("KONNECT_AUTH_MANAGEMENT_PORT", "http"), "run"), "--management-port");
    }

    @Test
    void a_flag_of_one_value_that_is_there_twice_is_refused_in_one_line() {
        assertOneLine(
                execute(Map.of(), "run", "--outage-grace=1s", "--outage-grace", "2s"),
                "--outage-grace is there more than once");
    }

    @Test
    void a_wrong_command_or_none_is_refused_in_one_line() {
        assertOneLine(execute(Map.of(), "walk"), "Unknown command: 'walk'");
        assertOneLine(execute(Map.of()), "The command has to come first: run or hand-back");
        assertOneLine(execute(Map.of(), "--outage-grace=5m", "run"), "The command has to come first");
    }

    @Test
    void a_wrong_part_to_hand_back_is_refused_in_one_line() {
        assertOneLine(
                execute(Map.of(), "hand-back", "--what=statuses,verdicts"),
                "--what: 'verdicts' is none of secret-finalizers, in-use-finalizers, statuses");
        assertOneLine(execute(Map.of(), "hand-back", "--what=,"), "--what: ',' names no part");
    }

    private static void assertOneLine(Order order, String said) {
        assertThat(order)
                .isInstanceOfSatisfying(
                        Order.Refuse.class,
                        refused -> assertThat(refused.complaint())
                                .hasLineCount(1)
                                .contains(said)
                                .endsWith(" --help'.")
                                .doesNotContain(".."));
    }

    private static Order execute(Map<String, String> environment, String... arguments) {
        return Order.of(List.of(arguments), environment);
    }
}
