package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Jobs that take back what the operator has added to Secrets and resources. */
class HandBackTest {

    private static final String OFF = "secretFinalizer: false\ninUseFinalizer: false\n";

    @Test
    void an_uninstallation_takes_both_finalizers_back_where_and_as_the_operator_worked() {
        assertThat(container(Chart.render(), "post-delete").getArgs())
                .containsExactly(
                        "hand-back",
                        "--what=secret-finalizers,in-use-finalizers",
                        "--leader-election=true",
                        "--lease-name=konnect-auth-operator",
                        "--lease-namespace=konnect-auth",
                        "--log-format=json",
                        "--log-level=info");
        assertThat(container(Chart.render(OFF + """
                        watchNamespaces: [a, b]
                        labelSelector: a in (b,c)
                        leaderElection: {enabled: false}
                        logFormat: text
                        logLevel: debug
                        """), "post-delete").getArgs())
                .containsExactly(
                        "hand-back",
                        "--what=secret-finalizers,in-use-finalizers",
                        "--watch-namespaces=a,b",
                        "--label-selector=a in (b,c)",
                        "--leader-election=false",
                        "--log-format=text",
                        "--log-level=debug");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        secretFinalizer: false | secret-finalizers | list konnectapiauthconfigurations, list secrets, patch secrets
        inUseFinalizer: false  | in-use-finalizers | list konnectapiauthconfigurations, patch konnectapiauthconfigurations
        """)
    void an_upgrade_and_a_rollback_take_back_what_is_switched_off_and_no_more(
            String values, String parts, String rights) {
        var rendered = Chart.render(values);

        for (var event : List.of("post-upgrade", "post-rollback")) {
            assertThat(container(rendered, event).getArgs()).startsWith("hand-back", "--what=" + parts);
            assertThat(rights(rendered.on(event).all("ClusterRole"))).containsExactlyInAnyOrder(rights.split(", ", -1));
        }
    }

    /** The operator holds it as long as it lives. */
    @Test
    void an_upgrade_does_not_wait_for_the_lease() {
        var upgrade = Chart.render(OFF).on("post-upgrade");

        assertThat(container(Chart.render(OFF), "post-upgrade").getArgs())
                .contains("--leader-election=false")
                .noneMatch(flag -> flag.startsWith("--lease"));
        assertThat(upgrade.all("Role")).isEmpty();
    }

    @Test
    void with_both_finalizers_on_an_upgrade_runs_nothing() {
        assertThat(Chart.render().on("post-upgrade").objects()).isEmpty();
        assertThat(Chart.render().hooks())
                .hasSameSizeAs(Chart.render().on("post-delete").objects());
    }

    @Test
    void it_may_list_and_patch_and_take_the_lease_and_nothing_else() {
        var uninstall = Chart.render().on("post-delete");

        assertThat(rights(uninstall.all("ClusterRole")))
                .containsExactlyInAnyOrder(
                        "list konnectapiauthconfigurations",
                        "patch konnectapiauthconfigurations",
                        "list secrets",
                        "patch secrets");
        assertThat(rights(uninstall.all("Role")))
                .containsExactlyInAnyOrder("create leases", "get leases", "patch leases");
    }

    @Test
    void with_watched_namespaces_its_rights_do_not_reach_beyond_them() {
        var uninstall = Chart.render("watchNamespaces: [a, b]").on("post-delete");

        assertThat(uninstall.kinds()).doesNotContain("ClusterRole", "ClusterRoleBinding");
        for (var kind : List.of("Role", "RoleBinding")) {
            assertThat(uninstall.all(kind))
                    .extracting(object -> object.getMetadata().getNamespace())
                    .containsExactlyInAnyOrder("a", "b", "konnect-auth");
        }
    }

    @Test
    void everything_it_needs_is_made_before_it_and_goes_with_it() {
        var rendered = Chart.render(OFF + "networkPolicy: {enabled: true}");

        assertThat(rendered.hooks())
                .allSatisfy(hook -> assertThat(hook.getMetadata().getAnnotations())
                        .containsEntry("helm.sh/hook-delete-policy", "before-hook-creation,hook-succeeded")
                        .containsEntry("helm.sh/hook-weight", hook.getKind().equals("Job") ? "0" : "-1"));
        assertThat(rendered.on("post-delete").kinds())
                .containsExactlyInAnyOrder(
                        "ServiceAccount",
                        "ClusterRole",
                        "ClusterRoleBinding",
                        "Role",
                        "RoleBinding",
                        "NetworkPolicy",
                        "Job");
    }

    /** What lists objects by kind and name, as Argo CD does, must not take one for another. */
    @ParameterizedTest
    @ValueSource(strings = {"", "watchNamespaces: [a, konnect-auth]\n", "serviceAccount: {create: false, name: own}\n"})
    void no_two_objects_share_a_name(String values) {
        var rendered = Chart.render(OFF + "networkPolicy: {enabled: true}\n" + values);

        assertThat(Stream.concat(rendered.objects().stream(), rendered.hooks().stream())
                        .map(object -> object.getKind() + " "
                                + object.getMetadata().getNamespace() + "/"
                                + object.getMetadata().getName()))
                .doesNotHaveDuplicates();
    }

    @Test
    void its_pods_are_not_taken_for_the_operators() {
        var rendered = Chart.render("networkPolicy: {enabled: true}\npodLabels: {app.kubernetes.io/name: x}");
        Map<String, String> operator = rendered.only("Service").get("spec", "selector");
        Map<String, String> reached =
                rendered.on("post-delete").only("NetworkPolicy").get("spec", "podSelector", "matchLabels");
        var labels = job(rendered, "post-delete")
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels();

        assertThat(labels.entrySet()).containsAll(reached.entrySet());
        assertThat(labels.entrySet().containsAll(operator.entrySet())).isFalse();
    }

    @Test
    void its_pods_run_where_and_as_the_operators_do() {
        var rendered = Chart.render("""
            imagePullSecrets: [{name: pull}]
            nodeSelector: {disk: fast}
            tolerations: [{key: dedicated, operator: Exists}]
            priorityClassName: high
            affinity: {nodeAffinity: {}}
            """);
        var operator = rendered.only("Deployment", io.fabric8.kubernetes.api.model.apps.Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec();
        var pod = job(rendered, "post-delete").getSpec().getTemplate().getSpec();

        assertThat(pod)
                .usingRecursiveComparison()
                .comparingOnlyFields(
                        "imagePullSecrets",
                        "nodeSelector",
                        "tolerations",
                        "priorityClassName",
                        "affinity",
                        "securityContext")
                .isEqualTo(operator);
        assertThat(pod.getContainers().getFirst())
                .usingRecursiveComparison()
                .comparingOnlyFields("image", "imagePullPolicy", "resources", "securityContext")
                .isEqualTo(operator.getContainers().getFirst());
    }

    @Test
    void whoever_grants_the_rights_grants_them_to_an_account_that_he_knows() {
        var own = Chart.render("rbac: {create: false}\nserviceAccount: {create: false, name: own}");

        assertThat(own.on("post-delete").kinds()).containsExactly("Job");
        assertThat(job(own, "post-delete").getSpec().getTemplate().getSpec().getServiceAccountName())
                .isEqualTo("own");
        assertThat(Chart.render(OFF + "rbac: {create: false}").hooks()).isEmpty();
        assertThat(Chart.notes(Values.parse("rbac: {create: false}"))).contains("hand-back");
    }

    @Test
    void the_longest_names_are_short_enough_for_labels_and_differ() {
        var names = Stream.of("a", "b")
                .map(end -> Chart.renderAs("konnect-auth-operator-" + "x".repeat(30) + end, "any", OFF))
                .flatMap(rendered -> rendered.hooks().stream())
                .filter(hook -> hook.getKind().equals("Job"))
                .map(hook -> hook.getMetadata().getName());

        assertThat(names).hasSize(4).doesNotHaveDuplicates().allMatch(name -> name.length() <= 63);
    }

    private static Container container(Rendered rendered, String event) {
        return job(rendered, event)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
    }

    private static Job job(Rendered rendered, String event) {
        return rendered.on(event).only("Job", Job.class);
    }

    private static List<String> rights(List<GenericKubernetesResource> roles) {
        return roles.stream()
                .map(role -> Serialization.unmarshal(
                        Serialization.asYaml(role), io.fabric8.kubernetes.api.model.rbac.Role.class))
                .flatMap(role -> role.getRules().stream())
                .flatMap(rule -> rule.getResources().stream()
                        .flatMap(resource -> rule.getVerbs().stream().map(verb -> verb + " " + resource)))
                .toList();
    }
}
