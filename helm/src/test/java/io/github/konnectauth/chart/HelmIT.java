package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.NeedsApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What {@code helm} makes of the packed chart on a real API server: installed, upgraded, rolled back and uninstalled. */
@NeedsApiServer
@NeedsHelm
class HelmIT extends Releases {

    @Test
    void upgrades_a_rollback_and_an_uninstallation_leave_the_CRD_and_its_resources() {
        assertThat(upgrade(namespace, ARCHIVE).succeeded()).contains("kind: KonnectAPIAuthConfiguration");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> resource().create() != null);
        var uid = resource().require().getMetadata().getUid();

        upgrade(namespace, ARCHIVE, "--set", "logLevel=debug").succeeded();
        assertThat(arguments(namespace)).contains("--log-level=debug");
        upgrade(namespace, ARCHIVE, "--set", "logLevel=warn,replicas=2").succeeded();
        assertThat(arguments(namespace)).contains("--log-level=warn");
        helm.run("rollback", "operator", "1", "-n", namespace).succeeded();
        assertThat(arguments(namespace)).contains("--log-level=info");
        helm.run("uninstall", "operator", "-n", namespace).succeeded();

        assertNothingIn(namespace);
        assertThat(crd().require().getMetadata().getAnnotations()).containsEntry("helm.sh/resource-policy", "keep");
        assertThat(resource().require().getMetadata().getUid()).isEqualTo(uid);

        upgrade(namespace, ARCHIVE).succeeded();
        assertThat(resource().require().getMetadata().getUid())
                .as("after it is installed again")
                .isEqualTo(uid);
        resource().delete();
    }

    @Test
    void an_upgrade_brings_a_changed_CRD() throws IOException {
        var changed = directory.resolve("konnect-auth-operator");
        Unhooked.copy(Chart.DIRECTORY, changed);
        var file = changed.resolve("files/crds").resolve(CRD.getFileName());
        Files.writeString(
                file, Files.readString(file).replace("Whether Konnect accepts the token.", "Changed by an upgrade."));
        upgrade(namespace, ARCHIVE).succeeded();
        assertThat(Serialization.asYaml(crd().require())).doesNotContain("Changed by an upgrade.");

        upgrade(namespace, changed).succeeded();

        assertThat(Serialization.asYaml(crd().require())).contains("Changed by an upgrade.");
    }

    @Test
    void the_CRD_goes_with_the_release_only_if_it_is_not_to_be_kept() {
        upgrade(namespace, ARCHIVE, "--set", "crds.keep=false").succeeded();

        helm.run("uninstall", "operator", "-n", namespace).succeeded();

        assertTheCrdIsDeleted();
        awaitRemovalOfTheCrd();
    }

    @Test
    void an_upgrade_that_would_delete_the_CRD_is_refused_until_it_is_kept() {
        upgrade(namespace, ARCHIVE, "--set", "crds.keep=false").succeeded();

        assertThat(upgrade(namespace, ARCHIVE, "--set", "crds.install=false").failed())
                .contains("Upgrade once with crds.keep=true first");
        assertThat(crd().get()).isNotNull();

        upgrade(namespace, ARCHIVE, "--set", "crds.keep=true").succeeded();
        upgrade(namespace, ARCHIVE, "--set", "crds.install=false").succeeded();
        assertThat(crd().get()).isNotNull();
    }

    @Test
    void another_releases_CRD_is_left_alone_and_the_notes_say_whose_it_is() throws IOException {
        var theirs = apply(new CustomResourceDefinitionBuilder(written())
                .editMetadata()
                .addToLabels("app.kubernetes.io/managed-by", "Helm")
                .addToAnnotations("meta.helm.sh/release-name", "kong-operator")
                .addToAnnotations("meta.helm.sh/release-namespace", "kong-system")
                .endMetadata()
                .build());

        assertThat(upgrade(namespace, ARCHIVE).succeeded())
                .contains("was left as it is: it belongs to the Helm release kong-system/kong-operator");
        upgrade(namespace, ARCHIVE, "--set", "logLevel=debug").succeeded();
        helm.run("uninstall", "operator", "-n", namespace).succeeded();

        assertThat(crd().require().getMetadata().getUid())
                .isEqualTo(theirs.getMetadata().getUid());
        assertThat(crd().require().getMetadata().getLabels()).doesNotContainKey("helm.sh/chart");
    }

    private Resource<GenericKubernetesResource> resource() {
        return client.resource(Serialization.unmarshal("""
            apiVersion: konnect.konghq.com/v1alpha1
            kind: KonnectAPIAuthConfiguration
            metadata: {name: kept, namespace: %s}
            spec: {type: secretRef, secretRef: {name: konnect-token}, serverURL: us.api.konghq.com}
            """.formatted(namespace), GenericKubernetesResource.class));
    }
}
