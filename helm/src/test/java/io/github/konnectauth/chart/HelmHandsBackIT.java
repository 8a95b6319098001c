package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.NeedsApiServer;
import io.github.konnectauth.operator.OperatorProcess;
import io.github.konnectauth.operator.TestAccount;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No finalizer outlives a release, or its own switch: the Jobs run, as the accounts that the chart gives them. */
@NeedsApiServer
@NeedsHelm
class HelmHandsBackIT extends Releases {

    private static final String OF_SECRETS = "gateway.konghq.com/secret-in-use-by-konnect-resource";
    private static final String OF_RESOURCES = "konnect.konghq.com/konnectapiauth-in-use";
    private static final String THEIRS = "example.com/theirs";

    @BeforeEach
    void runTheProgram() {
        node.runs(HelmHandsBackIT.this::program);
    }

    @AfterEach
    void letGo() {
        free(secret());
        if (crd().get() != null) {
            free(resource());
        }
    }

    private static void free(Resource<? extends HasMetadata> object) {
        if (object.get() != null) {
            object.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"finalizers\": null}}");
        }
    }

    /** As the Job's account, with what the Job's pod is told. */
    private boolean program(Job job) {
        var pod = job.getSpec().getTemplate().getSpec();
        var account = new TestAccount(server, job.getMetadata().getNamespace(), pod.getServiceAccountName());
        var arguments = pod.getContainers().getFirst().getArgs();
        assertThat(arguments.getFirst()).isEqualTo("hand-back");
        var flags = arguments.stream().skip(1).toArray(String[]::new);
        try (var handBack = OperatorProcess.handBack(account.kubeconfig(), flags)) {
            var succeeds = handBack.exitCode() == 0;
            if (!succeeds) {
                System.err.println(handBack.output());
            }
            return succeeds;
        }
    }

    @Test
    void an_uninstallation_leaves_neither_finalizers_nor_what_removed_them() {
        upgrade(namespace, ARCHIVE).succeeded();
        hold();

        helm.run("uninstall", "operator", "-n", namespace).succeeded();

        assertThat(node.jobs()).hasSize(1);
        assertThat(finalizers(secret())).containsExactly(THEIRS);
        assertThat(finalizers(resource())).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void in_some_namespaces_it_needs_no_right_elsewhere() {
        upgrade(namespace, ARCHIVE, "--set", "watchNamespaces={" + namespace + "}")
                .succeeded();
        hold();

        helm.run("uninstall", "operator", "-n", namespace).succeeded();

        assertThat(finalizers(secret())).containsExactly(THEIRS);
        assertThat(finalizers(resource())).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void an_upgrade_and_a_rollback_take_back_what_they_switch_off() {
        upgrade(namespace, ARCHIVE, "--set", "secretFinalizer=false").succeeded();
        upgrade(namespace, ARCHIVE, "--set", "secretFinalizer=true").succeeded();
        assertThat(node.jobs()).isEmpty();
        hold();

        upgrade(namespace, ARCHIVE, "--set", "inUseFinalizer=false,secretFinalizer=true")
                .succeeded();
        assertThat(finalizers(secret())).containsExactly(THEIRS, OF_SECRETS);
        assertThat(finalizers(resource())).isEmpty();

        helm.run("rollback", "operator", "1", "-n", namespace).succeeded();
        assertThat(finalizers(secret())).containsExactly(THEIRS);
        assertThat(node.jobs()).hasSize(2);
    }

    @Test
    void resources_that_are_held_go_with_a_CRD_that_is_not_to_be_kept() {
        upgrade(namespace, ARCHIVE, "--set", "crds.keep=false").succeeded();
        hold();

        helm.run("uninstall", "operator", "-n", namespace).succeeded();

        awaitRemovalOfTheCrd();
        assertThat(finalizers(secret())).containsExactly(THEIRS);
    }

    @Test
    void a_CRD_that_has_gone_before_the_Job_keeps_it_from_nothing() {
        upgrade(namespace, ARCHIVE, "--set", "crds.keep=false").succeeded();
        hold();
        free(resource());
        node.runs(job -> {
            awaitRemovalOfTheCrd();
            return program(job);
        });

        helm.run("uninstall", "operator", "-n", namespace).succeeded();

        assertThat(finalizers(secret())).containsExactly(THEIRS);
    }

    @Test
    void a_Job_that_fails_is_told_of_and_is_left_to_be_looked_at() {
        node.runs(_ -> false);
        upgrade(namespace, ARCHIVE).succeeded();

        assertThat(helm.run("uninstall", "operator", "-n", namespace).failed())
                .contains("uninstallation completed with 1 error(s)", "operator-konnect-auth-operator-uninstall");

        assertThat(client.batch().v1().jobs().inNamespace(namespace).list().getItems())
                .hasSize(1);
        assertThat(client.rbac().clusterRoles().list().getItems())
                .extracting(role -> role.getMetadata().getName())
                .noneMatch(name -> name.endsWith(namespace));
        client.batch().v1().jobs().inNamespace(namespace).delete();
    }

    @Test
    void without_it_nothing_is_run_and_finalizers_stay() {
        upgrade(namespace, ARCHIVE, "--set", "handBack.enabled=false").succeeded();
        hold();

        helm.run("uninstall", "operator", "-n", namespace).succeeded();

        assertThat(node.jobs()).isEmpty();
        assertThat(finalizers(secret())).containsExactly(THEIRS, OF_SECRETS);
    }

    /** Puts on both finalizers, as the operator does. */
    private void hold() {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("held")
                        .withNamespace(namespace)
                        .withFinalizers(THEIRS, OF_SECRETS)
                        .endMetadata()
                        .build())
                .create();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> resource().create() != null);
    }

    private Resource<Secret> secret() {
        return client.secrets().inNamespace(namespace).withName("held");
    }

    private Resource<GenericKubernetesResource> resource() {
        return client.resource(
                Serialization.unmarshal("""
            apiVersion: konnect.konghq.com/v1alpha1
            kind: KonnectAPIAuthConfiguration
            metadata: {name: held, namespace: %s, finalizers: [%s]}
            spec: {type: secretRef, secretRef: {name: held}, serverURL: us.api.konghq.com}
            """.formatted(namespace, OF_RESOURCES), GenericKubernetesResource.class));
    }

    private static List<String> finalizers(Resource<? extends HasMetadata> object) {
        return object.require().getMetadata().getFinalizers();
    }

    private void assertNothingIsLeft() {
        assertNothingIn(namespace);
        assertThat(client.batch().v1().jobs().inNamespace(namespace).list().getItems())
                .isEmpty();
        assertThat(client.serviceAccounts().inNamespace(namespace).list().getItems())
                .isEmpty();
        assertThat(client.rbac().roles().inNamespace(namespace).list().getItems())
                .isEmpty();
        assertThat(client.rbac().clusterRoles().list().getItems())
                .extracting(role -> role.getMetadata().getName())
                .noneMatch(name -> name.endsWith(namespace));
    }
}
