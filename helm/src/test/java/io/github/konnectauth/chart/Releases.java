package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Releases of the packed chart by the program {@code helm}, in namespaces of their own. No kubelet: pods do not start. */
abstract class Releases {

    static final Path ARCHIVE = Path.of("target/konnect-auth-operator-0.1.0-SNAPSHOT.tgz");
    static final Path CRD = Path.of("../crds/konnectapiauthconfigurations.konnect.konghq.com.yaml");
    static final String CRD_NAME = "konnectapiauthconfigurations.konnect.konghq.com";
    private static final AtomicInteger COUNT = new AtomicInteger();

    final ApiServer server = ApiServer.with(ApiServer.Crd.NONE);
    final KubernetesClient client = server.client();
    final String namespace = "helm-" + COUNT.incrementAndGet();
    final String elsewhere = namespace + "-elsewhere";
    Program helm = new Program(Path.of("helm"), Path.of("kubeconfig"));

    @TempDir
    Path directory = Path.of("");

    @BeforeEach
    final void open() throws IOException {
        helm = Program.of(NeedsHelm.Availability.program().orElseThrow(), server.kubeconfig(), directory);
    }

    @AfterEach
    final void clean() {
        for (var where : List.of(namespace, elsewhere)) {
            helm.run("uninstall", "operator", "-n", where, "--ignore-not-found").succeeded();
        }
        crd().delete();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> crd().get() == null);
    }

    /** Installs or upgrades the release named operator. */
    Program.Run upgrade(String where, Path chart, String... flags) {
        var command = List.of("upgrade", "--install", "operator", chart.toString(), "-n", where, "--create-namespace");
        return helm.run(Stream.concat(command.stream(), Arrays.stream(flags)).toArray(String[]::new));
    }

    Resource<CustomResourceDefinition> crd() {
        return client.apiextensions().v1().customResourceDefinitions().withName(CRD_NAME);
    }

    List<String> arguments(String where) {
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

    void assertNothingIn(String where) {
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

    CustomResourceDefinition written() throws IOException {
        return Serialization.unmarshal(Files.readString(CRD), CustomResourceDefinition.class);
    }

    CustomResourceDefinition apply(CustomResourceDefinition crd) {
        return client.resource(crd).create();
    }
}
