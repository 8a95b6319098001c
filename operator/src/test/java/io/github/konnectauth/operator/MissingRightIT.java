package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator whose account loses rights, or never had them in one namespace of several. */
@NeedsApiServer
class MissingRightIT {

    private static final PolicyRule READ_RESOURCES =
            rule("konnect.konghq.com", "konnectapiauthconfigurations", "list", "watch");
    private static final PolicyRule WRITE_STATUS =
            rule("konnect.konghq.com", "konnectapiauthconfigurations/status", "update");
    private static final PolicyRule READ_SECRETS = rule("", "secrets", "get", "list", "watch");
    private static final PolicyRule WRITE_EVENTS = rule("events.k8s.io", "events", "create");

    private Scene scene;
    private TestAccount account;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
        account = new TestAccount(scene.server(), scene.namespace(), "operator");
        account.grant(scene.namespace(), READ_RESOURCES, WRITE_STATUS, READ_SECRETS, WRITE_EVENTS);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void what_needs_a_right_waits_for_it_and_everything_else_goes_on() {
        try (var operator = operator(scene.namespace())) {
            operator.awaitOutput("Ready");
            account.grant(scene.namespace(), READ_RESOURCES, WRITE_STATUS, WRITE_EVENTS);
            account.awaitPermitted(false, scene.namespace(), "get", "", "secrets");

            scene.referring("auth", "no-such-secret");
            scene.referring("another", "no-such-secret");
            scene.inline("other", scene.token());
            scene.awaitReason("other", "Valid");
            Awaitility.await().atMost(Scene.PATIENCE).until(() -> denied(operator) >= 3);
            assertThat(operator.output())
                    .containsOnlyOnce("no right to get secrets in namespace " + scene.namespace() + ". Grant it")
                    .doesNotContain("stack_trace", "refuses what a check needs");

            account.grant(scene.namespace(), READ_RESOURCES, WRITE_STATUS, READ_SECRETS, WRITE_EVENTS);
            scene.awaitReason("auth", "SecretNotFound");
            scene.awaitReason("another", "SecretNotFound");
        }
    }

    @Test
    void a_namespace_without_rights_is_named_and_taken_in_when_they_come() {
        try (var other = Scene.on(ApiServer.Crd.OURS);
                var operator = operator(scene.namespace() + "," + other.namespace())) {
            operator.awaitOutput("Ready");
            assertThat(operator.output())
                    .containsOnlyOnce("no right to list konnectapiauthconfigurations in namespace " + other.namespace()
                            + ", watch")
                    .contains("The others are watched.");
            scene.inline("auth", scene.token());
            scene.awaitReason("auth", "Valid");

            other.inline("auth", scene.token());
            account.grant(other.namespace(), READ_RESOURCES, WRITE_STATUS, READ_SECRETS, WRITE_EVENTS);

            operator.awaitOutput("The rights are there now: watching it");
            other.awaitReason("auth", "Valid");
        }
    }

    private OperatorProcess operator(String namespaces) {
        return OperatorProcess.run(
                account.kubeconfig(),
                Map.of("HTTPS_PROXY", scene.konnect().proxyUrl()),
                "--watch-namespaces=" + namespaces,
                "--ca-bundle=" + scene.config().caBundle().orElseThrow());
    }

    private static double denied(OperatorProcess operator) {
        return operator.get("/metrics")
                .lines()
                .filter(line ->
                        line.startsWith("konnect_auth_denied_requests_total{resource=\"secrets\",verb=\"get\"} "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf("} ") + 2)))
                .sum();
    }

    private static PolicyRule rule(String group, String resource, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(verbs)
                .build();
    }
}
