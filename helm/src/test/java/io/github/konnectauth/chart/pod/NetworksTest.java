package io.github.konnectauth.chart.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.github.konnectauth.chart.pod.Workloads.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With networkPolicy.enabled all pods reach what they need, and are reached for metrics. */
class NetworksTest {

    private static final String ENABLED = "secretFinalizer: false\nnetworkPolicy: {enabled: true}\n";

    /** Values, what all pods reach, and what the operator alone reaches. */
    static Stream<Arguments> networks() {
        var cluster = List.of("UDP 53", "TCP 53", "TCP 443", "TCP 6443");
        return Stream.of(
                Arguments.of(ENABLED, cluster, List.of("TCP 443")),
                Arguments.of(
                        ENABLED + "proxy: {httpsProxy: 'http://proxy:3128'}\nallowedHosts: ['a.example:8443']",
                        cluster,
                        List.of("TCP 443", "TCP 3128", "TCP 8443")),
                Arguments.of(
                        "networkPolicy: {enabled: true, dnsPorts: [5353], apiServerPorts: [7443]}",
                        List.of("UDP 5353", "TCP 5353", "TCP 7443"),
                        List.of("TCP 443")));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void the_operator_reaches_DNS_the_API_server_and_Konnect_and_is_reached_for_metrics(
            String values, List<String> cluster, List<String> konnect) {
        assertThat(policies(values, "Deployment")).singleElement().satisfies(policy -> {
            assertThat(reached(policy))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(cluster.stream(), konnect.stream())
                            .distinct()
                            .toList());
            assertThat(rules(policy, "ingress"))
                    .singleElement()
                    .satisfies(rule -> assertThat(ports(rule))
                            .extracting(port -> port.get("port"))
                            .containsExactly("management"));
        });
    }

    @ParameterizedTest
    @MethodSource("networks")
    void a_Job_reaches_DNS_and_the_API_server_and_nobody_reaches_it(
            String values, List<String> cluster, List<String> konnect) {
        assertThat(policies(values, "Job")).isNotEmpty().allSatisfy(policy -> {
            assertThat(reached(policy)).containsExactlyInAnyOrderElementsOf(cluster);
            assertThat(rules(policy, "ingress")).isEmpty();
        });
    }

    @Test
    void who_may_scrape_is_limited_where_somebody_says_so() {
        var values = "networkPolicy: {enabled: true, ingressFrom: [{podSelector: {matchLabels: {app: prometheus}}}]}";

        assertThat(rules(policies(values, "Deployment").getFirst(), "ingress"))
                .extracting(rule -> rule.get("from"))
                .containsExactly(List.of(Map.of("podSelector", Map.of("matchLabels", Map.of("app", "prometheus")))));
    }

    /** Policies add up: what counts is all that hold for any workload of this kind. Each workload has some. */
    private static List<GenericKubernetesResource> policies(String values, String kind) {
        var workloads = Workloads.of(values);
        return workloads.all().stream()
                .filter(workload -> workload.name().startsWith(kind + " "))
                .flatMap(workload -> policies(workloads, workload).stream())
                .toList();
    }

    private static List<GenericKubernetesResource> policies(Workloads workloads, Workload workload) {
        var labels = workload.pod().getMetadata().getLabels().entrySet();
        var policies = workloads.all("NetworkPolicy", GenericKubernetesResource.class).stream()
                .filter(policy ->
                        labels.containsAll(policy.<Map<String, String>>get("spec", "podSelector", "matchLabels")
                                .entrySet()))
                .toList();
        assertThat(policies)
                .as(workload.name())
                .isNotEmpty()
                .allSatisfy(policy -> assertThat(policy.<List<String>>get("spec", "policyTypes"))
                        .containsExactlyInAnyOrder("Ingress", "Egress"));
        return policies;
    }

    private static List<Map<String, Object>> rules(GenericKubernetesResource policy, String direction) {
        return Optional.<List<Map<String, Object>>>ofNullable(policy.get("spec", direction))
                .orElse(List.of());
    }

    /** A rule without any would be one for all. */
    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> ports(Map<String, Object> rule) {
        assertThat(rule).containsKey("ports");
        return (List<Map<String, Object>>) rule.get("ports");
    }

    /** Protocols and ports. */
    private static List<String> reached(GenericKubernetesResource policy) {
        return rules(policy, "egress").stream()
                .flatMap(rule -> ports(rule).stream())
                .map(port -> port.get("protocol") + " " + port.get("port"))
                .distinct()
                .toList();
    }
}
