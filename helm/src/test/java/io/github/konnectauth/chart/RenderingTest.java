package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart consists of. */
class RenderingTest {

    private static final Path CRD = Path.of("../crds/konnectapiauthconfigurations.konnect.konghq.com.yaml");

    @Test
    void helm_has_nothing_to_complain_about() {
        var lint = Chart.lint();

        assertThat(lint.isFailed()).as(String.join("\n", lint.getMessages())).isFalse();
        assertThat(lint.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
    }

    @Test
    void with_nothing_set_there_is_one_operator_with_its_account_rights_and_CRD() {
        assertThat(Chart.render().kinds())
                .containsExactlyInAnyOrder(
                        "CustomResourceDefinition",
                        "ServiceAccount",
                        "ClusterRole",
                        "ClusterRoleBinding",
                        "Role",
                        "RoleBinding",
                        "Service",
                        "Deployment");
    }

    @Test
    void the_source_without_the_CRD_is_refused_and_says_how_to_build_the_chart() {
        assertThatThrownBy(() -> Chart.render(Chart.SOURCE, Map.of()))
                .hasMessageContaining("mvn -pl helm -am -DskipTests package");
    }

    @Test
    void the_charts_version_is_that_of_everything_else() throws IOException {
        var chart = Values.parse(Files.readString(Chart.SOURCE.resolve("Chart.yaml")));
        var pom = Files.readString(Path.of("pom.xml"));

        assertThat(pom).contains("<version>" + chart.get("version") + "</version>");
        assertThat(chart.get("appVersion")).isEqualTo(chart.get("version"));
    }

    @Test
    void the_CRD_is_the_one_under_crds_with_labels_and_an_annotation() throws IOException {
        var rendered = Chart.render().only("CustomResourceDefinition");
        var written = Serialization.unmarshal(Files.readString(CRD), GenericKubernetesResource.class);

        assertThat(rendered.getAdditionalProperties()).isEqualTo(written.getAdditionalProperties());
        assertThat(rendered.getMetadata().getName())
                .isEqualTo(written.getMetadata().getName());
        assertThat(rendered.getMetadata().getAnnotations()).containsEntry("helm.sh/resource-policy", "keep");
    }

    @Test
    void a_CRD_that_another_release_owns_is_left_out() {
        assertThat(Chart.render(Map.of(), List.of(crdOf("kong", "kong-system"))).kinds())
                .doesNotContain("CustomResourceDefinition");
        assertThat(Chart.render(Map.of(), List.of(crdOf("konnect-auth-operator", "elsewhere")))
                        .kinds())
                .doesNotContain("CustomResourceDefinition");
        assertThat(Chart.render(Map.of(), List.of(crdOf("konnect-auth-operator", "konnect-auth")))
                        .kinds())
                .contains("CustomResourceDefinition");
    }

    private static HasMetadata crdOf(String release, String namespace) {
        var crd = new GenericKubernetesResource();
        crd.setApiVersion("apiextensions.k8s.io/v1");
        crd.setKind("CustomResourceDefinition");
        crd.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                .withName("konnectapiauthconfigurations.konnect.konghq.com")
                .addToAnnotations("meta.helm.sh/release-name", release)
                .addToAnnotations("meta.helm.sh/release-namespace", namespace)
                .build());
        return crd;
    }

    @Test
    void pods_are_found_by_two_labels_that_no_value_changes() {
        var plain = deployment("{}");
        var labelled = deployment(
                "commonLabels: {a: b, app.kubernetes.io/name: x}\npodLabels: {c: d, app.kubernetes.io/instance: y}");

        assertThat(labelled.getSpec().getSelector()).isEqualTo(plain.getSpec().getSelector());
        assertThat(labelled.getSpec().getSelector().getMatchLabels())
                .containsOnlyKeys("app.kubernetes.io/name", "app.kubernetes.io/instance");
        assertThat(labelled.getSpec().getTemplate().getMetadata().getLabels())
                .containsEntry("a", "b")
                .containsEntry("c", "d")
                .containsAllEntriesOf(labelled.getSpec().getSelector().getMatchLabels());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10s", "1h0m0s500ms"})
    void a_stop_waits_for_no_call(String requestTimeout) {
        assertThat(pod("requestTimeout: " + requestTimeout).getSpec().getTerminationGracePeriodSeconds())
                .isEqualTo(30);
    }

    @Test
    void a_CA_bundle_is_mounted_as_a_directory_so_that_a_new_one_arrives() {
        var pod = pod("caBundle: {configMapName: trust, key: bundle.pem}").getSpec();

        assertThat(pod.getContainers().getFirst().getVolumeMounts())
                .singleElement()
                .satisfies(mount -> {
                    assertThat(mount.getMountPath()).isEqualTo("/etc/konnect-auth/ca");
                    assertThat(mount.getSubPath()).isNull();
                });
        assertThat(pod.getVolumes())
                .singleElement()
                .satisfies(volume -> assertThat(volume.getConfigMap().getItems())
                        .extracting(item -> item.getKey() + item.getPath())
                        .containsExactly("bundle.pembundle.pem"));
    }

    @Test
    void two_replicas_are_spread_and_protected_from_drains() {
        var rendered = Chart.render("replicas: 2");

        assertThat(rendered.kinds()).contains("PodDisruptionBudget");
        assertThat(rendered.only("Deployment", Deployment.class)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getTopologySpreadConstraints())
                .extracting(constraint -> constraint.getTopologyKey())
                .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
    }

    @Test
    void without_leader_election_two_never_run_at_once() {
        assertThat(deployment("leaderElection: {enabled: false}")
                        .getSpec()
                        .getStrategy()
                        .getType())
                .isEqualTo("Recreate");
        assertThat(Chart.render("leaderElection: {enabled: false}").all("Role")).isEmpty();
    }

    @Test
    void with_watched_namespaces_nothing_reaches_beyond_them() {
        var rendered = Chart.render("watchNamespaces: [a, b]\ncrds: {install: false}");

        assertThat(rendered.kinds()).doesNotContain("ClusterRole", "ClusterRoleBinding");
        assertThat(rendered.all("Role"))
                .extracting(role -> role.getMetadata().getNamespace())
                .containsExactlyInAnyOrder("a", "b", "konnect-auth");
        assertThat(rendered.all("RoleBinding"))
                .extracting(role -> role.getMetadata().getNamespace())
                .containsExactlyInAnyOrder("a", "b", "konnect-auth");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ServiceMonitor", "PodMonitor"})
    void a_monitor_keeps_the_resources_namespace_apart_from_the_pods(String kind) {
        var lower = Character.toLowerCase(kind.charAt(0)) + kind.substring(1);
        var monitor =
                Chart.render(Values.of("metrics." + lower + ".enabled", true)).only(kind);
        var endpoints = kind.equals("PodMonitor") ? "podMetricsEndpoints" : "endpoints";

        assertThat(Rendered.at(monitor, "spec", endpoints, 0, "honorLabels")).contains(true);
    }

    @Test
    void the_example_of_an_account_grants_what_the_chart_grants() throws IOException {
        var example = Rendered.of(Files.readString(Path.of("../examples/operator-rbac.yaml")));
        var rendered = Chart.render();

        assertThat(rules(example, "ClusterRole")).isEqualTo(rules(rendered, "ClusterRole"));
        assertThat(rules(example, "Role")).isEqualTo(rules(rendered, "Role"));
    }

    private static Optional<Object> rules(Rendered objects, String kind) {
        return Rendered.at(objects.only(kind), "rules");
    }

    @Test
    void the_notes_create_the_first_resource_where_the_operator_looks() {
        assertThat(Chart.notes(Map.of())).contains("kind: KonnectAPIAuthConfiguration", "namespace: default");
        assertThat(Chart.notes(Values.parse("watchNamespaces: [team-a]")))
                .contains("namespace: team-a", "looks at the namespaces team-a");
        assertThat(Chart.notes(Values.parse("crds: {install: false}"))).contains("The CRD was not installed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                             | 443
        proxy: {httpsProxy: "http://proxy:3128/"}      | 443,3128
        proxy: {httpsProxy: "http://proxy"}            | 443,80
        allowedHosts: [a, "b:8443", "c:8443", "d:443"] | 443,8443
        """)
    void a_network_policy_lets_pods_reach_the_proxy_and_the_hosts_on_their_ports(String values, String ports) {
        var policy = Chart.render(Values.merged(Values.of("networkPolicy.enabled", true), Values.parse(values)))
                .only("NetworkPolicy");
        List<Map<String, List<Map<String, Object>>>> egress = policy.get("spec", "egress");

        assertThat(egress.getLast().get("ports"))
                .extracting(port -> (Integer) port.get("port"))
                .containsExactly(
                        Stream.of(ports.split(",", -1)).map(Integer::valueOf).toArray(Integer[]::new));
    }

    @Test
    void the_lease_and_the_dashboard_in_a_shared_namespace_have_the_releases_namespace_in_their_names() {
        var shared =
                Chart.render("leaderElection: {leaseNamespace: shared}\ndashboard: {enabled: true, namespace: shared}");
        var own = Chart.render(
                "leaderElection: {leaseNamespace: konnect-auth}\ndashboard: {enabled: true, namespace: konnect-auth}");

        assertThat(shared.text()).contains("--lease-name=konnect-auth-operator.konnect-auth\n");
        assertThat(shared.only("ConfigMap").getMetadata().getName())
                .isEqualTo("konnect-auth-operator.konnect-auth-dashboard");
        assertThat(own.text()).contains("--lease-name=konnect-auth-operator\n");
        assertThat(own.only("ConfigMap").getMetadata().getName()).isEqualTo("konnect-auth-operator-dashboard");
    }

    /** Objects of two releases of one name in two namespaces do not get in each other's way. */
    @Test
    void what_lies_outside_of_namespaces_has_the_releases_namespace_in_its_name() {
        var rendered = Chart.render(
                "secretGuard: {enabled: true}\ninlineTokenGuard: {enabled: true}\nhostGuard: {enabled: true}");

        assertThat(Stream.of(
                                "ClusterRole",
                                "ClusterRoleBinding",
                                "ValidatingAdmissionPolicy",
                                "ValidatingAdmissionPolicyBinding")
                        .flatMap(kind -> rendered.all(kind).stream())
                        .map(object -> object.getMetadata().getName()))
                .hasSize(8)
                .allMatch(name -> name.startsWith("konnect-auth-operator.konnect-auth"));
    }

    @Test
    void a_policy_on_resources_needs_no_right() {
        var guarded = Chart.render("inlineTokenGuard: {enabled: true}\nhostGuard: {enabled: true}");

        assertThat(rules(guarded, "ClusterRole")).isEqualTo(rules(Chart.render(), "ClusterRole"));
        assertThat(rules(guarded, "Role")).isEqualTo(rules(Chart.render(), "Role"));
    }

    @Test
    void a_refusal_names_twenty_hosts_at_most() {
        var hosts = IntStream.rangeClosed(1, 25)
                .mapToObj(i -> "h" + i + ".example")
                .collect(Collectors.joining(", ", "[", "]"));
        var policy = Chart.render("hostGuard: {enabled: true}\nallowedHosts: " + hosts)
                .only("ValidatingAdmissionPolicy");

        assertThat(policy.<String>get("spec", "validations", 0, "message"))
                .contains("Allowed are h1.example,", " h20.example and 5 more. Name one of these")
                .doesNotContain("h21.example");
    }

    private static Deployment deployment(String values) {
        return Chart.render(values).only("Deployment", Deployment.class);
    }

    private static PodTemplateSpec pod(String values) {
        return deployment(values).getSpec().getTemplate();
    }
}
