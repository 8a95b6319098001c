package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.cluster.LeaseName;
import io.github.konnectauth.operator.konnect.AllowedHosts;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class RunCommandTest {

    /** A flag, its default in help, what that is read as, another value, and what that is read as. */
    private static final List<List<String>> FLAGS = List.of(
            List.of("--watch-namespaces", "none", "[]", "a", "[a]"),
            List.of("--label-selector", "none", "", "a=b,c!=d", "a=b,c!=d"),
            List.of("--revalidation-interval", "10m", "PT10M", "1s", "PT1S"),
            List.of("--outage-grace", "30m", "PT30M", "0s", "PT0S"),
            List.of("--allowed-hosts", "*.api.konghq.com", "[*.api.konghq.com]", "a.example,*.b", "[a.example, *.b]"),
            List.of("--requests-per-second", "25", "25", "0.5", "0.5"),
            List.of("--regional-probe", "true", "true", "false", "false"),
            List.of("--request-timeout", "10s", "PT10S", "500ms", "PT0.5S"),
            List.of("--ca-bundle", "none", "", "/ca.pem", "/ca.pem"),
            List.of("--leader-election", "none", "", "true", "true"),
            List.of("--lease-name", "konnect-auth-operator", "konnect-auth-operator", "other", "other"),
            List.of("--lease-namespace", "none", "", "konnect-auth", "konnect-auth"),
            List.of("--secret-finalizer", "true", "true", "false", "false"),
            List.of("--in-use-finalizer", "true", "true", "false", "false"),
            List.of("--warn-inline-tokens", "false", "false", "true", "true"),
            List.of("--management-port", "8080", "8080", "0", "0"),
            List.of("--log-format", "json", "JSON", "Text", "TEXT"),
            List.of("--log-level", "info", "INFO", "debug", "DEBUG"));

    static Stream<Arguments> flags() {
        return FLAGS.stream().map(flag -> Arguments.of(flag.toArray()));
    }

    @Test
    void these_are_all_flags() {
        var all = run(Map.of()).getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp());

        assertThat(all.map(OptionSpec::longestName))
                .containsExactlyElementsOf(FLAGS.stream().map(List::getFirst).toList());
    }

    @ParameterizedTest
    @MethodSource("flags")
    void a_flag_comes_from_the_command_line_then_from_its_variable_then_from_its_default(
            String flag, String fallback, String byDefault, String value, String read) {
        var asVariable = Map.of(variable(flag), value);
        var theDefault = fallback.equals("none") ? "" : fallback;

        assertThat(value(Map.of(), flag)).isEqualTo(byDefault);
        assertThat(value(Map.of(), flag, flag, value)).isEqualTo(read);
        assertThat(value(Map.of(), flag, flag + "=" + value)).isEqualTo(read);
        assertThat(value(asVariable, flag)).isEqualTo(read);
        assertThat(value(asVariable, flag, flag + "=" + theDefault)).isEqualTo(byDefault);
    }

    @ParameterizedTest
    @MethodSource("flags")
    void help_shows_the_default_and_the_variable(
            String flag, String fallback, String byDefault, String value, String read) {
        assertThat(help()).contains(" " + flag, "Default: " + fallback + ". Variable: " + variable(flag));
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
                FLAGS.stream().map(flag -> flag.getFirst() + "=" + flag.get(3)).toArray(String[]::new);

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
    void a_lease_name_that_kubernetes_would_refuse_ends_with_2_and_one_line() {
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
                "--unknown | '--unknown'",
                "--watch-namespace=a | '--watch-namespace=a'",
                "argument | 'argument'",
                "--revalidation-interval=10 | '10' is not a duration",
                "--revalidation-interval=999ms | --revalidation-interval has to be at least 1s",
                "--outage-grace=-1s | '-1s' is not a duration",
                "--requests-per-second=-1 | '-1' is not a number",
                "--requests-per-second=0.001 | --requests-per-second has to be 0, or between 0.01 and 10000",
                "--requests-per-second=10001 | --requests-per-second has to be 0, or between 0.01 and 10000",
                "--requests-per-second=fast | 'fast' is not a number",
                "--request-timeout=0s | --request-timeout has to be more than 0s",
                "--request-timeout | --request-timeout",
                "--request-timeout= | --request-timeout",
                "--management-port=http | 'http' is not an int",
                "--management-port=-1 | --management-port has to be between 0 and 65535",
                "--management-port=65536 | --management-port has to be between 0 and 65535",
                "--leader-election | --lease-namespace has to be given",
                "--leader-election=maybe | 'maybe' is not a boolean",
                "--regional-probe=maybe | 'maybe' is not a boolean",
                "--log-format=xml | 'xml'",
                "--log-level=loud | 'loud'",
                "--allowed-hosts=https://us.api.konghq.com | --allowed-hosts: 'https://us.api.konghq.com' is not a host",
                "--allowed-hosts= | --allowed-hosts: '' is not a host"
            })
    void a_wrong_flag_or_value_ends_with_2_and_one_line(String argument, String said) {
        var result = execute(Map.of(), "run", argument);

        assertOneLine(result, said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10s\n20s", "a\r\nb", "a\n"})
    void a_value_of_several_lines_is_told_in_one(String value) {
        assertOneLine(execute(Map.of(), "run", "--request-timeout", value), "is not a duration");
        assertOneLine(execute(Map.of(), "run", "--unknown=" + value), "Unknown option");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
    void any_host_behind_a_proxy_ends_with_2_and_one_line(String variable) {
        var proxy = Map.of(variable, "http://user:s3cr3t@proxy.example:3128", "NO_PROXY", "*");

        var result = execute(proxy, "run", "--allowed-hosts=us.api.konghq.com,*");

        assertOneLine(result, "--allowed-hosts: a bare * cannot be used with a proxy");
        assertThat(result.err()).doesNotContain("s3cr3t");
        assertOneLine(execute(proxy, "run", "--allowed-hosts=*.*.*"), "cannot be used with a proxy");
        assertThat(config(proxy, "--allowed-hosts=*.api.konghq.com").allowedHosts())
                .isEqualTo(new AllowedHosts(List.of("*.api.konghq.com")));
        assertThat(config(Map.of(), "--allowed-hosts=*").allowedHosts()).isEqualTo(new AllowedHosts(List.of("*")));
    }

    @Test
    void a_wrong_variable_ends_with_2_and_one_line_that_names_the_flag() {
        assertOneLine(execute(Map.of("KONNECT_AUTH_OUTAGE_GRACE", "soon"), "run"), "--outage-grace");
        assertOneLine(execute(Map.of("KONNECT_AUTH_MANAGEMENT_PORT", "http"), "run"), "--management-port");
    }

    @Test
    void a_wrong_command_ends_with_2_and_one_line() {
        assertOneLine(execute(Map.of(), "walk"), "'walk'");
    }

    @Test
    void help_and_version_end_well() {
        assertThat(execute(Map.of(), "--help")).satisfies(result -> {
            assertThat(result.code()).isZero();
            assertThat(result.out()).contains("run");
        });
        assertThat(execute(Map.of(), "run", "--help").code()).isZero();
        assertThat(execute(Map.of(), "--version"))
                .isEqualTo(new Result(0, "konnect-auth-operator/dev" + System.lineSeparator(), ""));
    }

    private record Result(int code, String out, String err) {}

    private static void assertOneLine(Result result, String said) {
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .contains(said)
                .contains(" --help'.")
                .doesNotContain("..");
    }

    private static Result execute(Map<String, String> environment, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var code = OperatorMain.commandLine(environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Result(code, out.toString(), err.toString());
    }

    private static String help() {
        return execute(Map.of(), "run", "--help").out().replaceAll("\\s+", " ");
    }

    private static OperatorConfig config(Map<String, String> environment, String... arguments) {
        return ((RunCommand) run(environment, arguments).getCommandSpec().userObject()).config();
    }

    private static String value(Map<String, String> environment, String flag, String... arguments) {
        Object value =
                run(environment, arguments).getCommandSpec().findOption(flag).getValue();
        return String.valueOf(value);
    }

    private static String variable(String flag) {
        return "KONNECT_AUTH_" + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static CommandLine run(Map<String, String> environment, String... arguments) {
        var line = OperatorMain.commandLine(environment);
        line.parseArgs(Stream.concat(Stream.of("run"), Arrays.stream(arguments)).toArray(String[]::new));
        return Objects.requireNonNull(line.getSubcommands().get("run"));
    }
}
