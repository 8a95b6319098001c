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
import io.github.konnectauth.operator.NeedsApiServer;
import io.github.konnectauth.operator.RunningOperator;
import io.github.konnectauth.operator.Scene;
import io.github.konnectauth.operator.TestAccount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** What nobody could do without the right. */
    private static final Map<String, Ability> NEEDED_FOR = Map.of(
            "list konnectapiauthconfigurations", Ability.FILLS_ITS_CACHES,
            "watch konnectapiauthconfigurations", Ability.FILLS_ITS_CACHES,
            "list secrets", Ability.FILLS_ITS_CACHES,
            "watch secrets", Ability.FILLS_ITS_CACHES,
            "update konnectapiauthconfigurations/status", Ability.STORES_A_VERDICT,
            "get secrets", Ability.TELLS_A_SECRET_WITHOUT_THE_LABEL_FROM_A_MISSING_ONE,
            "create events", Ability.WRITES_EVENTS,
            "get leases", Ability.TAKES_THE_LEASE,
            "create leases", Ability.TAKES_THE_LEASE,
            "patch leases", Ability.KEEPS_THE_LEASE);

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
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** A right, as somebody would take it away. */
    private record Right(String verb, String resource) {

        static Stream<Right> of(PolicyRule rule) {
            return rule.getResources().stream()
                    .flatMap(resource -> rule.getVerbs().stream().map(verb -> new Right(verb, resource)));
        }

        boolean isGrantedBy(PolicyRule rule) {
            return rule.getResources().contains(resource) && rule.getVerbs().contains(verb);
        }

        @Override
        public String toString() {
            return verb + " " + resource;
        }
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
        var rendered = namespaced(scene.namespace());
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
        var rendered = namespaced(scene.namespace());
        grant(rendered, List.of(right));
        var broken = Optional.ofNullable(NEEDED_FOR.get(right.toString()))
                .orElseThrow(() -> new AssertionError("nothing is known to need the right to " + right));

        if (broken == Ability.FILLS_ITS_CACHES) {
            assertThatThrownBy(() ->
                            scene.operator(scene.config(), account(rendered).kubeconfig()))
                    .hasStackTraceContaining("403")
                    .hasStackTraceContaining(right.resource());
            return;
        }
        var operator = operator(rendered);
        broken.begin(scene);
        Awaitility.await("for " + right + " to be denied")
                .atMost(Scene.PATIENCE)
                .until(() -> Scene.get(operator, "/metrics")
                        .contains("konnect_auth_denied_requests_total{resource=\"" + right.resource() + "\",verb=\""
                                + right.verb() + "\"}"));
        assertThat(broken.isSeen(scene, operator)).as(broken.name()).isFalse();
    }

    @Test
    void no_role_speaks_of_custom_resource_definitions_or_of_everything() {
        assertThat(rights()).noneMatch(right -> right.toString().contains("*"));
        assertThat(rights().map(Right::resource)).doesNotContain("customresourcedefinitions");
        assertThat(rights().filter(right -> right.resource().equals("secrets")).map(Right::verb))
                .containsExactlyInAnyOrder("get", "list", "watch");
    }

    private void assertWorks(Ability ability, RunningOperator operator) {
        ability.begin(scene);
        Awaitility.await(ability.name()).atMost(Scene.PATIENCE).until(() -> ability.isSeen(scene, operator));
    }

    private static void assertNothingWasDenied(RunningOperator operator) {
        assertThat(Scene.get(operator, "/metrics")).doesNotContain("konnect_auth_denied_requests_total{");
    }

    private static Rendered namespaced(String namespace) {
        return Chart.render(
                Map.of("watchNamespaces", List.of(namespace), "leaderElection", Map.of("leaseNamespace", namespace)));
    }

    /** Starts the operator as the rendered service account, with leader election. */
    private RunningOperator operator(Rendered rendered) {
        return scene.operator(
                scene.config("--leader-election", "--lease-namespace=" + scene.namespace(), leaseName(rendered)),
                account(rendered).kubeconfig());
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

    /** Creates the rendered roles and bindings, without these rights. */
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
            switch (object) {
                case Role role -> role.getRules().forEach(rule -> without.forEach(right -> take(right, rule)));
                case ClusterRole role -> role.getRules().forEach(rule -> without.forEach(right -> take(right, rule)));
                default -> {}
            }
            scene.client().resource(object).create();
        }
        return objects;
    }

    private static void take(Right right, PolicyRule rule) {
        if (right.isGrantedBy(rule)) {
            var left = rule.getVerbs().stream()
                    .filter(verb -> !verb.equals(right.verb()))
                    .toList();
            // A rule has to have a verb, and nobody asks for this one.
            rule.setVerbs(left.isEmpty() ? List.of("none") : left);
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
