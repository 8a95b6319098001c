package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.ApiServer;
import io.github.konnectauth.operator.KongKindsInstalled;
import io.github.konnectauth.operator.KongKindsInstalled.Referring;
import io.github.konnectauth.operator.NeedsApiServer;
import io.github.konnectauth.operator.RunningOperator;
import io.github.konnectauth.operator.Scene;
import io.github.konnectauth.operator.TestAccount;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator with the service account and the roles of the chart: they are enough, and none of their rights is idle. */
@NeedsApiServer
class LeastRightsIT {

    private static final String NAMESPACE = "konnect-auth";

    /** A rule has to have a verb, and nobody asks for this one. */
    private static final String NONE = "none";

    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
        scene.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .createOr(NonDeletingOperation::update);
        var kong = new KongKindsInstalled(scene.client()).withGrants().with(Referring.values());
        assertThat(kong.namespace(Ability.vault(scene))).isNotBlank();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    static Stream<Right> rights() {
        return rules(namespaced("any")).stream().flatMap(Right::of).distinct();
    }

    @Test
    void with_the_cluster_role_everything_works_in_every_namespace() {
        var all = Chart.render(Map.of("leaderElection", Map.of("leaseNamespace", scene.namespace())));
        var granted = grant(all, List.of());
        try {
            var operator = operator(all);
            for (var ability : Ability.values()) {
                assertWorks(ability, operator);
            }
            assertNothingWasDenied(operator);
        } finally {
            granted.forEach(object -> scene.client().resource(object).delete());
        }
    }

    @Test
    void with_roles_in_the_watched_namespaces_everything_works_there() {
        var rendered = namespaced(scene.namespace(), Ability.vault(scene));
        assertThat(rendered.kinds()).doesNotContain("ClusterRole", "ClusterRoleBinding");
        grant(rendered, List.of());

        var operator = operator(rendered);

        for (var ability : Ability.values()) {
            assertWorks(ability, operator);
        }
        assertNothingWasDenied(operator);
    }

    @ParameterizedTest(name = "without {0}")
    @MethodSource("rights")
    void each_right_taken_away_alone_breaks_what_it_is_for(Right right) {
        var rendered = namespaced(scene.namespace(), Ability.vault(scene));
        grant(rendered, List.of(right));
        var broken =
                right.use().orElseThrow(() -> new AssertionError("nothing is known to need the right to " + right));

        if (broken == Ability.FILLS_ITS_CACHES) {
            assertThatThrownBy(() ->
                            scene.operator(scene.config(), account(rendered).kubeconfig()))
                    .hasStackTraceContaining("403")
                    .hasStackTraceContaining(right.resource());
            return;
        }
        var operator = operator(rendered);
        broken.prepare(scene);
        if (right.isOptional()) {
            awaitDenied(right, operator);
            // After a watch that is denied comes another list, sooner or later, and shows what the watch has missed.
            var list = new Right("list", right.group(), right.resource());
            grant(rendered, List.of(right, list));
            for (var namespace : List.of(scene.namespace(), Ability.vault(scene))) {
                account(rendered).awaitPermitted(false, namespace, "list", right.group(), right.resource());
            }
        }
        broken.begin(scene);
        if (right.isOptional()) {
            assertWorks(Ability.STORES_A_VERDICT, operator);
        } else {
            awaitDenied(right, operator);
        }
        assertThat(broken.isSeen(scene, operator)).as(broken.name()).isFalse();
    }

    private static void awaitDenied(Right right, RunningOperator operator) {
        var row = "konnect_auth_denied_requests_total{resource=\"" + right.resource() + "\",verb=\"" + right.verb()
                + "\"} ";
        Awaitility.await("for " + right + " to be denied")
                .atMost(Scene.PATIENCE)
                .until(() -> Scene.get(operator, "/metrics").lines().anyMatch(line -> line.startsWith(row)));
    }

    @Test
    void with_the_finalizers_off_their_rights_are_neither_granted_nor_missed() {
        var off = Values.merged(
                Map.of("secretFinalizer", false, "inUseFinalizer", false),
                namespaces(scene.namespace(), Ability.vault(scene)));
        var rendered = Chart.render(off);
        grant(rendered, List.of());
        assertThat(rules(rendered).stream().flatMap(Right::of).map(Right::toString))
                .doesNotContain("patch secrets", "patch konnectapiauthconfigurations", "list portals")
                .contains("list kongreferencegrants");

        var operator = operator(rendered, "--secret-finalizer=false", "--in-use-finalizer=false");

        assertWorks(Ability.STORES_A_VERDICT, operator);
        assertWorks(Ability.HEEDS_A_GRANT, operator);
        assertNothingWasDenied(operator);
    }

    @Test
    void no_role_speaks_of_custom_resource_definitions_or_of_everything() {
        assertThat(rights()).noneMatch(right -> right.toString().contains("*"));
        assertThat(rights().map(Right::resource)).doesNotContain("customresourcedefinitions");
        assertThat(rights().filter(right -> right.resource().equals("secrets")).map(Right::verb))
                .containsExactlyInAnyOrder("get", "list", "watch", "patch");
    }

    private void assertWorks(Ability ability, RunningOperator operator) {
        ability.prepare(scene);
        ability.begin(scene);
        Awaitility.await(ability.name()).atMost(Scene.PATIENCE).until(() -> ability.isSeen(scene, operator));
    }

    private static void assertNothingWasDenied(RunningOperator operator) {
        assertThat(Scene.get(operator, "/metrics")).doesNotContain("konnect_auth_denied_requests_total{");
    }

    private static Rendered namespaced(String... namespaces) {
        return Chart.render(namespaces(namespaces));
    }

    private static Map<String, ?> namespaces(String... namespaces) {
        return Map.of(
                "watchNamespaces", List.of(namespaces), "leaderElection", Map.of("leaseNamespace", namespaces[0]));
    }

    /** Starts the operator as the rendered service account, with leader election. */
    private RunningOperator operator(Rendered rendered, String... flags) {
        var all = Stream.concat(
                Stream.of(
                        "--watch-namespaces=" + scene.namespace() + "," + Ability.vault(scene),
                        "--leader-election",
                        "--lease-namespace=" + scene.namespace(),
                        leaseName(rendered)),
                Stream.of(flags));
        return scene.operator(
                scene.config(all.toArray(String[]::new)), account(rendered).kubeconfig());
    }

    /** The flag as the chart renders it. */
    private static String leaseName(Rendered rendered) {
        return rendered.text()
                .lines()
                .map(line -> line.strip().replaceFirst("^- ", "").replace("\"", ""))
                .filter(line -> line.startsWith("--lease-name="))
                .findFirst()
                .orElseThrow();
    }

    private TestAccount account(Rendered rendered) {
        return new TestAccount(
                scene.server(),
                NAMESPACE,
                rendered.only("ServiceAccount").getMetadata().getName());
    }

    /** Creates the rendered roles and bindings, without these rights, or takes these away too. */
    private List<HasMetadata> grant(Rendered rendered, List<Right> without) {
        account(rendered);
        var objects = Stream.of(
                        rendered.all("Role").stream().map(role -> as(Role.class, role)),
                        rendered.all("ClusterRole").stream().map(role -> as(ClusterRole.class, role)),
                        rendered.all("RoleBinding").stream(),
                        rendered.all("ClusterRoleBinding").stream())
                .flatMap(stream -> stream.<HasMetadata>map(object -> object))
                .toList();
        for (var object : objects) {
            rulesOf(object).forEach(rule -> without.forEach(right -> take(right, rule)));
            scene.client().resource(object).createOr(NonDeletingOperation::update);
        }
        for (var object : objects) {
            var where = object instanceof ClusterRole
                    ? scene.namespace()
                    : object.getMetadata().getNamespace();
            rulesOf(object).stream()
                    .filter(rule -> rule.getResourceNames().isEmpty()
                            && !rule.getVerbs().contains(NONE))
                    .findFirst()
                    .ifPresent(rule -> account(rendered).awaitPermitted(where, rule));
        }
        return objects;
    }

    /** Those of a role; a binding has none. */
    private static List<PolicyRule> rulesOf(HasMetadata object) {
        return switch (object) {
            case Role role -> role.getRules();
            case ClusterRole role -> role.getRules();
            default -> List.of();
        };
    }

    private static void take(Right right, PolicyRule rule) {
        if (right.isGrantedBy(rule)) {
            var left = rule.getVerbs().stream()
                    .filter(verb -> !verb.equals(right.verb()))
                    .toList();
            rule.setVerbs(left.isEmpty() ? List.of(NONE) : left);
        }
    }

    private static List<PolicyRule> rules(Rendered rendered) {
        return rendered.all("Role").stream()
                .flatMap(role -> as(Role.class, role).getRules().stream())
                .toList();
    }

    private static <T> T as(Class<T> type, HasMetadata object) {
        return Serialization.unmarshal(Serialization.asYaml(object), type);
    }
}
