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
import org.junit.jupiter.params.provider.MethodSource;

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
            List.of("--leader-election", "none", "false"),
            List.of("--lease-name", "konnect-auth-operator", "other"),
            List.of("--lease-namespace", "none", "konnect-auth"),
            List.of("--secret-finalizer", "true", "false"),
            List.of("--in-use-finalizer", "true", "false"),
            List.of("--warn-inline-tokens", "false", "true"),
            List.of("--management-port", "8080", "0"),
            List.of("--log-format", "json", "Text"),
            List.of("--log-level", "info", "debug"));

    /** As in a pod, where the flags of the lease mean something. */
    private static final Map<String, String> POD =
            Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KONNECT_AUTH_LEASE_NAMESPACE", "somewhere");

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
        var byDefault = run(POD);
        var set = run(POD, flag, value);

        assertThat(List.of(set.config(), set.log())).isNotEqualTo(List.of(byDefault.config(), byDefault.log()));
        assertThat(set.shown()).containsEntry(flag.substring(2), value);
        assertThat(run(POD, flag + "=" + value)).isEqualTo(set);
        assertThat(run(with(variable(flag), value))).isEqualTo(set);
        assertThat(order(with(variable(flag), value), flag + "=" + theDefault))
                .isEqualTo(order(POD, flag + "=" + theDefault));
    }

    private static Map<String, String> with(String variable, String value) {
        var environment = new HashMap<>(POD);
        environment.put(variable, value);
        return environment;
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
                        Optional.empty(),
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
    void the_log_is_as_the_flags_say() {
        assertThat(run(Map.of()).log()).isEqualTo(new LogFlags(Logging.Format.JSON, Logging.Threshold.INFO));
        assertThat(run(Map.of(), "--log-format=Text", "--log-level=debug").log())
                .isEqualTo(new LogFlags(Logging.Format.TEXT, Logging.Threshold.DEBUG));
    }

    @Test
    void a_comma_at_the_end_of_a_list_means_nothing() {
        assertThat(config(Map.of(), "--allowed-hosts=a.example,").allowedHosts())
                .isEqualTo(new AllowedHosts(List.of("a.example")));
        assertThat(config(Map.of("KONNECT_AUTH_WATCH_NAMESPACES", "a,")).watchNamespaces())
                .containsExactly("a");
        assertThat(handBack("--what=statuses,").parts()).containsExactly(HandBack.Part.STATUSES);
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

    @Test
    void parts_to_hand_back_are_all_or_those_that_are_named() {
        assertThat(handBack().parts()).containsExactlyInAnyOrder(HandBack.Part.values());
        assertThat(handBack("--what=statuses", "--what", "secret-finalizers").parts())
                .containsExactlyInAnyOrder(HandBack.Part.STATUSES, HandBack.Part.SECRET_FINALIZERS);
    }

    @Test
    void hand_back_has_the_same_scope_lease_and_log_as_run() {
        var order = (Order.TakeBack) Order.of(
                List.of(
                        "hand-back",
                        "--what=statuses",
                        "--watch-namespaces=a,b",
                        "--label-selector=a=b",
                        "--leader-election",
                        "--lease-name=other",
                        "--log-format=text",
                        "--log-level=WARN"),
                POD);

        assertThat(order)
                .isEqualTo(new Order.TakeBack(
                        new HandBackRun(
                                Set.of(HandBack.Part.STATUSES),
                                Set.of("a", "b"),
                                Optional.of("a=b"),
                                Optional.of(new LeaseName("somewhere", "other"))),
                        new LogFlags(Logging.Format.TEXT, Logging.Threshold.WARN)));
    }

    private static HandBackRun handBack(String... arguments) {
        return ((Order.TakeBack) Order.of(
                        Stream.concat(Stream.of("hand-back"), Stream.of(arguments))
                                .toList(),
                        Map.of()))
                .run();
    }

    private static OperatorConfig config(Map<String, String> environment, String... arguments) {
        return run(environment, arguments).config();
    }

    private static Order.Run run(Map<String, String> environment, String... arguments) {
        return (Order.Run) order(environment, arguments);
    }

    private static Order order(Map<String, String> environment, String... arguments) {
        return Order.of(Stream.concat(Stream.of("run"), Stream.of(arguments)).toList(), environment);
    }

    private static String variable(String flag) {
        return "KONNECT_AUTH_" + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
