package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.ApiServer;
import io.github.konnectauth.operator.NeedsApiServer;
import io.github.konnectauth.operator.TestAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed chart in the hands of the program {@code helm}, on a real API server. No kubelet: pods do not start. */
@NeedsApiServer
@NeedsHelm
class HelmIT {

    private static final Path ARCHIVE = Path.of("target/konnect-auth-operator-0.1.0-SNAPSHOT.tgz");
    private static final Path CRD = Path.of("../crds/konnectapiauthconfigurations.konnect.konghq.com.yaml");
    private static final String CRD_NAME = "konnectapiauthconfigurations.konnect.konghq.com";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final ApiServer server = ApiServer.with(ApiServer.Crd.NONE);
    private final KubernetesClient client = server.client();
    private final String namespace = "helm-" + COUNT.incrementAndGet();
    private final String elsewhere = namespace + "-elsewhere";
    private Program helm = new Program(Path.of("helm"), Path.of("kubeconfig"));

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void open() throws IOException {
        helm = Program.of(NeedsHelm.Availability.program().orElseThrow(), server.kubeconfig(), directory);
    }

    @AfterEach
    void clean() {
        for (var where : List.of(namespace, elsewhere)) {
            helm.run("uninstall", "operator", "-n", where, "--ignore-not-found").succeeded();
        }
        crd().delete();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> crd().get() == null);
    }

    private Program.Run upgrade(String where, Path chart, String... flags) {
        var command = List.of("upgrade", "--install", "operator", chart.toString(), "-n", where, "--create-namespace");
        return helm.run(Stream.concat(command.stream(), Arrays.stream(flags)).toArray(String[]::new));
    }

    private Resource<CustomResourceDefinition> crd() {
        return client.apiextensions().v1().customResourceDefinitions().withName(CRD_NAME);
    }

    private List<String> arguments(String where) {
        return client.apps()
                .deployments()
                .inNamespace(where)
                .withName("operator-konnect-auth-operator")
                .require()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getArgs();
    }

    private void assertNothingIn(String where) {
        assertThat(helm.run("list", "-n", where, "-q").succeeded()).isBlank();
        assertThat(client.apps().deployments().inNamespace(where).list().getItems())
                .isEmpty();
        assertThat(client.serviceAccounts()
                        .inNamespace(where)
                        .withName("operator-konnect-auth-operator")
                        .get())
                .isNull();
        assertThat(client.rbac()
                        .clusterRoles()
                        .withName("operator-konnect-auth-operator." + where)
                        .get())
                .isNull();
    }

    private Resource<GenericKubernetesResource> resource() {
        return client.resource(Serialization.unmarshal("""
            apiVersion: konnect.konghq.com/v1alpha1
            kind: KonnectAPIAuthConfiguration
            metadata: {name: kept, namespace: %s}
            spec: {type: secretRef, secretRef: {name: konnect-token}, serverURL: us.api.konghq.com}
            """.formatted(namespace), GenericKubernetesResource.class));
    }

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
        copy(Chart.DIRECTORY, changed);
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

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> crd().get() == null);
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

    private CustomResourceDefinition written() throws IOException {
        return Serialization.unmarshal(Files.readString(CRD), CustomResourceDefinition.class);
    }

    private CustomResourceDefinition apply(CustomResourceDefinition crd) {
        return client.resource(crd).create();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(file, target);
                }
            }
        }
    }
}
