package io.github.konnectauth.chart.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.github.konnectauth.chart.Chart;
import io.github.konnectauth.operator.ApiServer;
import io.github.konnectauth.operator.NeedsApiServer;
import io.github.konnectauth.operator.Scene;
import io.github.konnectauth.operator.TestAccount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With secretGuard the operator's account changes nothing of a Secret but one finalizer, even with every right on Secrets. */
@NeedsApiServer
class SecretGuardIT {

    private static final String OURS = "gateway.konghq.com/secret-in-use-by-konnect-resource";
    private static final String THEIRS = "example.com/theirs";
    private static final String NAMESPACE = "konnect-auth";
    private static final String ACCOUNT = "konnect-auth-operator";

    private final ApiServer server = ApiServer.with(ApiServer.Crd.OURS);
    private final KubernetesClient admin = server.client();
    private Secret stored = new Secret();
    private KubernetesClient operator = admin;

    @BeforeEach
    void guard() {
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .createOr(NonDeletingOperation::update);
        operator = accountWithEveryRight(ACCOUNT);
        var rendered = Chart.render("secretGuard: {enabled: true}");
        Stream.of("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding")
                .forEach(kind -> admin.resource(rendered.only(kind)).serverSideApply());
        stored = admin.resource(secret("kept")).create();
        Awaitility.await("for the policy to be in force")
                .atMost(Duration.ofSeconds(60))
                .until(() -> isRefused(secret -> secret.getMetadata().setLabels(Map.of("probe", "probe"))));
    }

    @AfterEach
    void clean() {
        var rendered = Chart.render("secretGuard: {enabled: true}");
        Stream.of("ValidatingAdmissionPolicyBinding", "ValidatingAdmissionPolicy")
                .forEach(kind -> admin.resource(rendered.only(kind)).delete());
        admin.secrets()
                .inNamespace(NAMESPACE)
                .withName("kept")
                .edit(secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .withFinalizers()
                        .endMetadata()
                        .build());
        admin.secrets().inNamespace(NAMESPACE).withName("kept").delete();
        operator.close();
    }

    private KubernetesClient accountWithEveryRight(String name) {
        var account = new TestAccount(server, NAMESPACE, name);
        account.grant(
                NAMESPACE,
                new PolicyRuleBuilder()
                        .withApiGroups("")
                        .withResources("secrets")
                        .withVerbs("*")
                        .build());
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(account.kubeconfig()))
                .build();
    }

    private static Secret secret(String name) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .addToLabels("konghq.com/credential", "konnect")
                .addToAnnotations("a", "b")
                .addToFinalizers(THEIRS)
                .endMetadata()
                .withType("Opaque")
                .addToStringData("token", "kpat_example")
                .build();
    }

    private Resource<Secret> asOperator() {
        return operator.secrets().inNamespace(NAMESPACE).withName("kept");
    }

    private static Secret changed(Secret secret, Consumer<Secret> change) {
        var copy = new SecretBuilder(secret).build();
        change.accept(copy);
        return copy;
    }

    private boolean isRefused(Consumer<Secret> change) {
        try {
            operator.resource(changed(stored, change)).dryRun().update();
            return false;
        } catch (KubernetesClientException e) {
            return e.getMessage().contains("ValidatingAdmissionPolicy");
        }
    }

    @Test
    void our_finalizer_is_added_and_removed() {
        asOperator().edit(secret -> changed(secret, it -> it.getMetadata().setFinalizers(List.of(THEIRS, OURS))));
        assertThat(asOperator().require().getMetadata().getFinalizers()).containsExactly(THEIRS, OURS);

        asOperator().edit(secret -> changed(secret, it -> it.getMetadata().setFinalizers(List.of(THEIRS))));
        assertThat(asOperator().require().getMetadata().getFinalizers()).containsExactly(THEIRS);
    }

    @Test
    void it_is_removed_from_a_Secret_under_deletion_too() {
        asOperator().edit(secret -> changed(secret, it -> it.getMetadata().setFinalizers(List.of(THEIRS, OURS))));
        admin.secrets().inNamespace(NAMESPACE).withName("kept").delete();

        asOperator().edit(secret -> changed(secret, it -> it.getMetadata().setFinalizers(List.of(THEIRS))));

        assertThat(asOperator().require().getMetadata().getFinalizers()).containsExactly(THEIRS);
    }

    @Test
    void the_operator_itself_comes_and_goes_unhindered() {
        try (var scene = Scene.on(ApiServer.Crd.OURS)) {
            var account = new TestAccount(server, NAMESPACE, ACCOUNT);
            account.grant(
                    scene.namespace(),
                    new PolicyRuleBuilder()
                            .withApiGroups("", "konnect.konghq.com", "configuration.konghq.com", "events.k8s.io")
                            .withResources("*")
                            .withVerbs("*")
                            .build());
            scene.operator(scene.config(), account.kubeconfig());
            scene.secret("plain", scene.token());
            scene.store(scene.secretOf("shared", scene.token())
                    .editMetadata()
                    .withFinalizers(THEIRS)
                    .endMetadata()
                    .build());

            scene.referring("one", "plain");
            scene.referring("other", "shared");
            awaitFinalizers(scene, "plain", OURS);
            awaitFinalizers(scene, "shared", THEIRS, OURS);

            scene.client().resource(scene.read("one")).delete();
            scene.client().resource(scene.read("other")).delete();
            awaitFinalizers(scene, "plain");
            awaitFinalizers(scene, "shared", THEIRS);
        }
    }

    private static void awaitFinalizers(Scene scene, String secret, String... finalizers) {
        Awaitility.await("for the finalizers of " + secret)
                .atMost(Scene.PATIENCE)
                .untilAsserted(() -> assertThat(
                                scene.secret(secret).require().getMetadata().getFinalizers())
                        .containsExactly(finalizers));
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("data", secret -> secret.setData(Map.of("token", "c3RvbGVu"))),
                change("data", secret -> secret.setData(Map.of())),
                change("immutable", secret -> secret.setImmutable(true)),
                change("metadata.labels", secret -> secret.getMetadata().setLabels(Map.of())),
                change("metadata.annotations", secret -> secret.getMetadata().setAnnotations(Map.of("a", "c"))),
                change(
                        "metadata.ownerReferences",
                        secret -> secret.getMetadata()
                                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                                        .withApiVersion("v1")
                                        .withKind("ConfigMap")
                                        .withName("owner")
                                        .withUid("1")
                                        .build()))),
                change("its own finalizer only", secret -> secret.getMetadata().setFinalizers(List.of())),
                change(
                        "its own finalizer only",
                        secret -> secret.getMetadata().setFinalizers(List.of(THEIRS, "example.com/another"))),
                change("metadata.labels", secret -> {
                    secret.getMetadata().setFinalizers(List.of(THEIRS, OURS));
                    secret.getMetadata().setLabels(Map.of("a", "b"));
                }));
    }

    private static Arguments change(String named, Consumer<Secret> change) {
        return Arguments.of(named, change);
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("changes")
    void any_other_change_is_refused_by_name_and_only_to_the_operator(String named, Consumer<Secret> change) {
        var after = changed(stored, change);

        assertThatThrownBy(() -> operator.resource(after).update())
                .hasMessageContaining("konnect-auth-operator may")
                .hasMessageContaining(named);
        assertThatCode(() -> admin.resource(after).dryRun().update()).doesNotThrowAnyException();
    }

    @Test
    void a_patch_is_held_to_the_same() {
        assertThatThrownBy(() -> asOperator().patch("{\"stringData\":{\"token\":\"stolen\"}}"))
                .hasMessageContaining("this changes data");
    }

    @Test
    void creation_and_deletion_are_refused() {
        assertThatThrownBy(() -> operator.resource(secret("new")).create())
                .hasMessageContaining("may neither create nor delete a Secret");
        assertThatThrownBy(() -> asOperator().delete()).hasMessageContaining("may neither create nor delete a Secret");
        assertThatThrownBy(() -> operator.secrets().inNamespace(NAMESPACE).delete())
                .hasMessageContaining("may neither create nor delete a Secret");
    }

    @Test
    void another_account_is_not_concerned() {
        try (var other = accountWithEveryRight("other")) {
            other.secrets()
                    .inNamespace(NAMESPACE)
                    .withName("kept")
                    .edit(secret -> changed(secret, it -> it.getMetadata().setLabels(Map.of("a", "b"))));
            other.resource(secret("others")).create();
            other.secrets()
                    .inNamespace(NAMESPACE)
                    .withName("others")
                    .edit(secret -> changed(secret, it -> it.getMetadata().setFinalizers(List.of())));
            other.secrets().inNamespace(NAMESPACE).withName("others").delete();
        }

        assertThat(asOperator().require().getMetadata().getLabels()).containsOnlyKeys("a");
        assertThat(admin.secrets().inNamespace(NAMESPACE).withName("others").get())
                .isNull();
    }
}
