package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.github.konnectauth.operator.NeedsApiServer;
import io.github.konnectauth.operator.TestAccount;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What {@code helm} refuses on a real API server, and that it leaves nothing behind; and what it does not refuse. */
@NeedsApiServer
@NeedsHelm
class HelmRefusesIT extends Releases {

    @Test
    void two_releases_for_the_same_resources_are_refused_and_two_with_selectors_are_not() {
        upgrade(namespace, ARCHIVE, "--set", "labelSelector=team=a").succeeded();

        assertThat(upgrade(elsewhere, ARCHIVE).failed())
                .contains("The release operator in the namespace " + namespace
                        + " looks at resources with the labels team=a");
        assertThat(client.namespaces().withName(elsewhere).get()).isNull();

        upgrade(elsewhere, ARCHIVE, "--set", "labelSelector=team=b").succeeded();
        upgrade(namespace, ARCHIVE, "--set", "labelSelector=team=a,logLevel=debug")
                .succeeded();
        assertThat(client.rbac().clusterRoles().list().getItems())
                .extracting(role -> role.getMetadata().getName())
                .contains("operator-konnect-auth-operator." + namespace, "operator-konnect-auth-operator." + elsewhere);
    }

    @Test
    void a_watched_namespace_that_does_not_exist_is_refused_and_nothing_is_left_behind() {
        assertThat(upgrade(namespace, ARCHIVE, "--set", "watchNamespaces={default,no-such}")
                        .failed())
                .contains("watchNamespaces: there is no namespace no-such.");
        assertThat(client.namespaces().withName(namespace).get()).isNull();
        assertThat(crd().get()).isNull();

        upgrade(namespace, ARCHIVE, "--set", "watchNamespaces={default," + namespace + "}")
                .succeeded();
        assertThat(client.rbac()
                        .roles()
                        .inNamespace("default")
                        .withName("operator-konnect-auth-operator." + namespace)
                        .get())
                .isNotNull();
    }

    @Test
    void a_CA_bundle_that_is_not_PEM_is_refused_and_nothing_is_left_behind() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .createOr(NonDeletingOperation::update);
        client.configMaps()
                .resource(new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("trust")
                        .withNamespace(namespace)
                        .endMetadata()
                        .addToData("ca.crt", "garbage")
                        .build())
                .create();

        assertThat(upgrade(namespace, ARCHIVE, "--set", "caBundle.configMapName=trust")
                        .failed())
                .contains("ConfigMap " + namespace + "/trust holds no PEM certificate under the key ca.crt");
        assertNothingIn(namespace);
    }

    @Test
    void a_CRD_that_nobody_owns_is_refused_until_somebody_decides() throws IOException {
        apply(written());

        assertThat(upgrade(namespace, ARCHIVE).failed()).contains("invalid ownership metadata", CRD_NAME);
        assertNothingIn(namespace);

        upgrade(namespace, ARCHIVE, "--take-ownership").succeeded();
        assertThat(crd().require().getMetadata().getAnnotations())
                .containsEntry("meta.helm.sh/release-namespace", namespace);
    }

    @Test
    void an_administrator_of_one_namespace_can_install_it_there() throws IOException {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        var account = new TestAccount(server, namespace, "installer");
        account.grant(
                namespace,
                new PolicyRuleBuilder()
                        .withApiGroups("*")
                        .withResources("*")
                        .withVerbs("*")
                        .build());
        var restricted = Program.of(
                helm.program(), account.kubeconfig(), Files.createDirectory(directory.resolve("restricted")));
        String[] command = {
            "upgrade",
            "--install",
            "operator",
            ARCHIVE.toString(),
            "-n",
            namespace,
            "--set",
            "crds.install=false,watchNamespaces={" + namespace + "}"
        };

        restricted.run(command).succeeded();
        restricted.run(command).succeeded();

        assertThat(arguments(namespace)).contains("--watch-namespaces=" + namespace);
    }
}
