package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.ApiServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.FibonacciPollInterval;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Releases of the packed chart by the program {@code helm}, in namespaces of their own. Nobody runs pods, but for those of
 * Jobs.
 */
abstract class Releases {

    static final Path ARCHIVE = Path.of("target/konnect-auth-operator-0.1.0-SNAPSHOT.tgz");
    static final Path CRD = Path.of("../crds/konnectapiauthconfigurations.konnect.konghq.com.yaml");
    static final String CRD_NAME = "konnectapiauthconfigurations.konnect.konghq.com";
    private static final AtomicInteger COUNT = new AtomicInteger();

    final ApiServer server = ApiServer.with(ApiServer.Crd.NONE);
    final KubernetesClient client = server.client();
    final String namespace = "helm-" + COUNT.incrementAndGet();
    final String elsewhere = namespace + "-elsewhere";
    final Node node = new Node(client, Set.of(namespace, elsewhere));
    Program helm = new Program(Path.of("helm"), Path.of("kubeconfig"));

    @TempDir
    Path directory = Path.of("");

    @BeforeEach
    final void open() throws IOException {
        helm = Program.of(NeedsHelm.Availability.program().orElseThrow(), server.kubeconfig(), directory);
    }

    @AfterEach
    final void clean() {
        node.runs(_ -> true);
        for (var where : List.of(namespace, elsewhere)) {
            helm.run("uninstall", "operator", "-n", where, "--ignore-not-found").succeeded();
        }
        crd().delete();
        awaitRemovalOfTheCrd();
        node.close();
    }

    /** Installs or upgrades the release named operator. */
    Program.Run upgrade(String where, Path chart, String... flags) {
        var command = List.of("upgrade", "--install", "operator", chart.toString(), "-n", where, "--create-namespace");
        return helm.run(Stream.concat(command.stream(), Arrays.stream(flags)).toArray(String[]::new));
    }

    Resource<CustomResourceDefinition> crd() {
        return client.apiextensions().v1().customResourceDefinitions().withName(CRD_NAME);
    }

    /** It is gone, or on its way out. */
    void assertTheCrdIsDeleted() {
        assertThat(Optional.ofNullable(crd().get())
                        .filter(left -> !left.isMarkedForDeletion())
                        .map(Releases::removal))
                .as("a CRD that nobody deleted")
                .isEmpty();
    }

    /** Returns when a CRD that somebody deleted is gone; never deletes one. */
    void awaitRemovalOfTheCrd() {
        Awaitility.await("for the removal of the CRD")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(FibonacciPollInterval.fibonacci()
                        .with()
                        .unit(TimeUnit.MILLISECONDS)
                        .offset(9)
                        .and())
                .untilAsserted(() -> {
                    var left = Optional.ofNullable(crd().get());
                    left.filter(CustomResourceDefinition::isMarkedForDeletion).ifPresent(this::remind);
                    assertThat(left.map(Releases::removal)).isEmpty();
                });
    }

    /**
     * Changes the CRD, so that the API server goes on with its removal. Its first attempt fails if nobody has listed the kind yet
     * ("storage is (re)initializing"); if it tries again before its own cache of CRDs has the note it made of that, it meets a
     * conflict and waits for a change of the CRD, or five minutes.
     */
    private void remind(CustomResourceDefinition going) {
        try {
            crd().patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\": {\"annotations\": {\"reminded-after\": \"%s\"}}}"
                                    .formatted(going.getMetadata().getResourceVersion()));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private static String removal(CustomResourceDefinition left) {
        var metadata = left.getMetadata();
        return "deleted at %s, finalizers %s, conditions:%n%s"
                .formatted(
                        metadata.getDeletionTimestamp(),
                        metadata.getFinalizers(),
                        Optional.ofNullable(left.getStatus())
                                .map(status -> Serialization.asYaml(status.getConditions()))
                                .orElse("none"));
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
