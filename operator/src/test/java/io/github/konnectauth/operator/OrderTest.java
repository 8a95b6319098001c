package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.cluster.LeaseName;
import io.github.konnectauth.operator.handback.HandBack;
import io.github.konnectauth.operator.konnect.AllowedHosts;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {

    /** A flag, its default in help, and another value. */
    private static final List<List<String>> FLAGS = List.of(
            List.of("--watch-namespaces", "none", "a"),
            List.of("--label-selector", "none", "a=b,c!=d"),
            List.of("--revalidation-interval", "10m", "1s"),
            List.of("--outage-grace", "30m", "0s"),
            List.of("--allowed-hosts", "*.api.konghq.com", "a.example,*.b"),
            List.of("--requests-per-second", "25", "0.5"),
            List.of("--regional-probe", "true", "false"),
            List.of("--request-timeout", "10s", "500ms"),
            List.of("--ca-bundle", "none", "/ca.pem"),
            List.of("--leader-election", "none", "true"),
            List.of("--lease-name", "konnect-auth-operator", "other"),
            List.of("--lease-namespace", "none", "konnect-auth"),
            List.of("--secret-finalizer", "true", "false"),
            List.of("--in-use-finalizer", "true", "false"),
            List.of("--warn-inline-tokens", "false", "true"),
            List.of("--management-port", "8080", "0"),
            List.of("--log-format", "json", "Text"),
            List.of("--log-level", "info", "debug"));

    /** Without it leader election cannot be turned on here. */
    private static final Map<String, String> SOMEWHERE = Map.of("KONNECT_AUTH_LEASE_NAMESPACE", "somewhere");

    static Stream<Arguments> flags() {
        return FLAGS.stream().map(flag -> Arguments.of(flag.toArray()));
    }

    @Test
    void these_are_all_flags() {
        assertThat(RunFlags.COMMAND.flags())
                .extracting(Flag::dashed)
                .containsExactlyElementsOf(FLAGS.stream().map(List::getFirst).toList());
    }

    @ParameterizedTest
    @MethodSource("flags")
    void a_flag_comes_from_the_command_line_then_from_its_variable_then_from_its_default(
            String flag, String fallback, String value) {
        var theDefault = fallback.equals("none") ? "" : fallback;
        var byDefault = run(SOMEWHERE);
        var set = run(SOMEWHERE, flag, value);

        assertThat(set).isNotEqualTo(byDefault);
        assertThat(set.shown()).containsEntry(flag.substring(2), value);
        assertThat(run(SOMEWHERE, flag + "=" + value)).isEqualTo(set);
        assertThat(run(with(variable(flag), value))).isEqualTo(set);
        assertThat(run(with(variable(flag), value), flag + "=" + theDefault))
                .isEqualTo(run(SOMEWHERE, flag + "=" + theDefault));
    }

    private static Map<String, String> with(String variable, String value) {
        var environment = new HashMap<>(SOMEWHERE);
        environment.put(variable, value);
        return environment;
    }

    @ParameterizedTest
    @MethodSource("flags")
    void help_shows_the_default_and_the_variable(String flag, String fallback, String value) {
        assertThat(told("run", "--help").replaceAll("\\s+", " "))
                .contains(" " + flag + " <", "Default: " + fallback + ". Variable: " + variable(flag) + " --");
    }

    @Test
    void help_keeps_the_order_and_fits_into_100_columns() {
        var help = told("run", "--help");

        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(FLAGS.stream().map(flag -> help.indexOf(" " + flag.getFirst() + " <")))
                .isSorted();
    }

    @Test
    void the_configuration_holds_the_defaults() {
        assertThat(config(Map.of()))
                .isEqualTo(new OperatorConfig(
                        Set.of(),
                        Optional.empty(),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(30),
                        new AllowedHosts(List.of("*.api.konghq.com")),
                        25,
                        true,
                        Duration.ofSeconds(10),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(InUseFinalizer.SECRET, InUseFinalizer.RESOURCE),
                        false,
                        8080));
    }

    @Test
    void the_configuration_holds_what_the_flags_say() {
        var arguments =
                FLAGS.stream().map(flag -> flag.getFirst() + "=" + flag.get(2)).toArray(String[]::new);

        assertThat(config(Map.of(), arguments))
                .isEqualTo(new OperatorConfig(
                        Set.of("a"),
                        Optional.of("a=b,c!=d"),
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        new AllowedHosts(List.of("a.example", "*.b")),
                        0.5,
                        false,
                        Duration.ofMillis(500),
                        Optional.of(Path.of("/ca.pem")),
                        Optional.of(new LeaseName("konnect-auth", "other")),
                        Set.of(),
                        true,
                        0));
    }

    @Test
    void in_a_pod_there_is_leader_election_unless_it_is_turned_off() {
        var pod = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KONNECT_AUTH_LEASE_NAMESPACE", "konnect-auth");

        assertThat(config(pod).lease()).contains(new LeaseName("konnect-auth", "konnect-auth-operator"));
        assertThat(config(pod, "--leader-election=false").lease()).isEmpty();
    }

    @Test
    void the_settings_that_are_logged_say_what_was_decided_about_the_lease() {
        var pod = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KONNECT_AUTH_LEASE_NAMESPACE", "konnect-auth");

        assertThat(run(pod).shown())
                .containsEntry("leader-election", "true")
                .containsEntry("lease-namespace", "konnect-auth");
        assertThat(run(Map.of()).shown()).containsEntry("leader-election", "false");
    }

    @Test
    void the_settings_that_are_logged_show_no_credentials_of_a_url() {
        assertThat(run(Map.of(), "--label-selector=https://user:s3cr3t@example.com/")
                        .shown())
                .containsEntry("label-selector", "https://***@example.com/");
    }

    @Test
    void a_lease_name_that_kubernetes_would_refuse_is_refused_in_one_line() {
        assertOneLine(execute(Map.of(), "run", "--leader-election", "--lease-name=My_Lease"), "--lease-name has to be");
    }

    @Test
    void a_list_may_have_several_elements() {
        assertThat(config(Map.of(), "--watch-namespaces=a,b", "--watch-namespaces=c")
                        .watchNamespaces())
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void a_switch_without_a_value_is_on() {
        assertThat(config(Map.of("KONNECT_AUTH_REGIONAL_PROBE", "false"), "--regional-probe")
                        .regionalProbe())
                .isTrue();
    }

    @Test
    void an_empty_variable_of_a_list_or_a_text_counts_as_not_set() {
        var config = config(Map.of(
                "KONNECT_AUTH_WATCH_NAMESPACES", "", "KONNECT_AUTH_LABEL_SELECTOR", " ", "KONNECT_AUTH_CA_BUNDLE", ""));

        assertThat(config).isEqualTo(config(Map.of()));
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
                "--allowed-hosts= | --allowed-hosts: '' is not a host"
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
        assertThat(config(proxy, "--allowed-hosts=*.api.konghq.com").allowedHosts())
                .isEqualTo(new AllowedHosts(List.of("*.api.konghq.com")));
        assertThat(config(Map.of(), "--allowed-hosts=*").allowedHosts()).isEqualTo(new AllowedHosts(List.of("*")));
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
        assertOneLine(execute(Map.of()), "A command is missing: run or hand-back");
    }

    @Test
    void a_wrong_part_to_hand_back_is_refused_in_one_line() {
        assertOneLine(
                execute(Map.of(), "hand-back", "--what=statuses,verdicts"),
                "--what: 'verdicts' is none of secret-finalizers, in-use-finalizers, statuses");
    }

    @Test
    void parts_to_hand_back_are_all_or_those_that_are_named() {
        assertThat(handBack().parts()).containsExactlyInAnyOrder(HandBack.Part.values());
        assertThat(handBack("--what=statuses", "--what", "secret-finalizers").parts())
                .containsExactlyInAnyOrder(HandBack.Part.STATUSES, HandBack.Part.SECRET_FINALIZERS);
    }

    private static HandBackRun handBack(String... arguments) {
        return ((Order.TakeBack) execute(Map.of(), "hand-back", arguments)).run();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void help_names_the_commands_and_a_command_explains_itself(String flag) {
        assertThat(told(flag)).contains("konnect-auth-operator (run | hand-back)", "Takes back");
        assertThat(told("run", flag)).contains("Runs the operator", "--management-port");
        assertThat(told("hand-back", flag)).contains("Takes back", "--what");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void the_version_is_told_with_and_without_a_command(String flag) {
        assertThat(told(flag)).isEqualTo("konnect-auth-operator/dev");
        assertThat(told("run", flag)).isEqualTo("konnect-auth-operator/dev");
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

    private static String told(String command, String... arguments) {
        return ((Order.Tell) execute(Map.of(), command, arguments)).text();
    }

    private static Order execute(Map<String, String> environment, String command, String... arguments) {
        return Order.of(Stream.concat(Stream.of(command), Stream.of(arguments)).toList(), environment);
    }

    private static Order execute(Map<String, String> environment) {
        return Order.of(List.of(), environment);
    }

    private static OperatorConfig config(Map<String, String> environment, String... arguments) {
        return run(environment, arguments).config();
    }

    private static Order.Run run(Map<String, String> environment, String... arguments) {
        return (Order.Run) execute(environment, "run", arguments);
    }

    private static String variable(String flag) {
        return "KONNECT_AUTH_" + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
