package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands under examples/ does what its comments say. */
@NeedsApiServer
class ExamplesIT {

    private static final Path EXAMPLES = Path.of("../examples");

    private Scene scene;

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @CsvSource({"inline-token.yaml, false", "secret-ref.yaml, false", "cross-namespace.yaml, true"})
    void an_example_is_valid(String file, boolean isGranted) throws IOException {
        var objects = apply(Files.readString(EXAMPLES.resolve(file)));

        scene.operator("--watch-namespaces=");

        var status = assertReason(objects, "Valid");
        assertThat(status.condition(Condition.RESOLVED_REFS).isPresent()).isEqualTo(isGranted);
        delete(objects);
    }

    @Test
    void the_kustomize_base_is_built_by_kubectl_and_valid() throws IOException, InterruptedException {
        var base = EXAMPLES.resolve("kustomize/base");
        for (var file : List.of("kustomization.yaml", "token.env.example")) {
            Files.copy(base.resolve(file), directory.resolve(file));
        }
        try (var others = Files.list(base)) {
            for (var file : others.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                if (!Files.exists(directory.resolve(file.getFileName()))) {
                    Files.copy(file, directory.resolve(file.getFileName()));
                }
            }
        }
        Files.copy(directory.resolve("token.env.example"), directory.resolve("token.env"));
        var kubectl = new ProcessBuilder(ApiServer.kubectl().toString(), "kustomize", directory.toString())
                .redirectErrorStream(true)
                .start();
        var built = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kubectl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(kubectl.exitValue()).as(built).isZero();

        var objects = apply(built);
        scene.operator("--watch-namespaces=");

        assertReason(objects, "Valid");
        delete(objects);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reader.yaml", "writer.yaml"})
    void a_role_is_let_in_and_aggregated_to_nothing(String file) throws IOException {
        var objects = apply(Files.readString(EXAMPLES.resolve("rbac").resolve(file)));

        assertThat(objects)
                .isNotEmpty()
                .allSatisfy(object -> assertThat(
                                Optional.ofNullable(object.getMetadata().getLabels())
                                        .orElse(Map.of()))
                        .doesNotContainKey("rbac.authorization.k8s.io/aggregate-to-view"));
    }

    @Test
    void argo_cds_config_map_gets_the_health_check_and_keeps_its_other_keys() throws IOException, InterruptedException {
        namespace("argocd");
        var existing = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("argocd-cm")
                .withNamespace("argocd")
                .endMetadata()
                .addToData("url", "https://argocd.example.com")
                .build();
        scene.client().resource(existing).create();
        var kubeconfig = Files.writeString(
                directory.resolve("kubeconfig"), scene.server().kubeconfig());

        var kubectl = new ProcessBuilder(
                        ApiServer.kubectl().toString(),
                        "--kubeconfig=" + kubeconfig,
                        "patch",
                        "configmap",
                        "argocd-cm",
                        "--namespace=argocd",
                        "--patch-file=" + EXAMPLES.resolve("gitops/argocd-cm.yaml"))
                .redirectErrorStream(true)
                .start();
        var output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kubectl.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(kubectl.exitValue()).as(output).isZero();
        assertThat(scene.client().resource(existing).get().getData())
                .containsOnlyKeys(
                        "url", "resource.customizations.health.konnect.konghq.com_KonnectAPIAuthConfiguration");
    }

    @Test
    void the_operators_role_is_all_that_it_needs() throws IOException {
        namespace("konnect-auth");
        apply(Files.readString(EXAMPLES.resolve("operator-rbac.yaml")));
        var kubeconfig = new TestAccount(scene.server(), "konnect-auth", "konnect-auth-operator").kubeconfig();
        scene.secret("konnect", scene.token());
        scene.referring("auth", "konnect");

        try (var operator = OperatorProcess.run(
                kubeconfig,
                Map.of("HTTPS_PROXY", scene.konnect().proxyUrl()),
                "--ca-bundle",
                scene.konnect().writeCa(directory).toString(),
                "--leader-election",
                "--lease-namespace=konnect-auth")) {
            scene.awaitReason("auth", "Valid");
            Awaitility.await()
                    .atMost(Scene.PATIENCE)
                    .until(() -> !scene.client()
                            .events()
                            .v1()
                            .events()
                            .inNamespace(scene.namespace())
                            .list()
                            .getItems()
                            .isEmpty());
            assertThat(operator.output()).doesNotContain("\"ERROR\"", "Forbidden", "could not be written");
        }
    }

    /** Returns when nothing is held any more. */
    private void delete(List<GenericKubernetesResource> objects) {
        var namespaced = objects.stream()
                .filter(object -> !object.getKind().equals("Namespace"))
                .toList();
        namespaced.forEach(object -> scene.client().resource(object).delete());
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .until(() -> namespaced.stream()
                        .allMatch(object -> scene.client().resource(object).get() == null));
    }

    private List<GenericKubernetesResource> apply(String yaml) {
        if (yaml.contains("KongReferenceGrant")) {
            new KongKindsInstalled(scene.client()).withGrants();
        }
        var objects = Stream.of(yaml.split("(?m)^---$"))
                .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
                .filter(object -> object != null && object.getKind() != null)
                .toList();
        objects.forEach(object -> {
            registerToken(object);
            Optional.ofNullable(object.getMetadata().getNamespace()).ifPresent(this::namespace);
            if (object.getMetadata().getNamespace() == null && !object.getKind().startsWith("ClusterRole")) {
                object.getMetadata().setNamespace("default");
            }
            scene.client().resource(object).createOr(resource -> resource.update());
        });
        return objects;
    }

    /** The examples' placeholders, which Konnect knows here. */
    private void registerToken(GenericKubernetesResource object) {
        Stream.of("stringData", "spec")
                .map(field -> object.<Map<String, Object>>get(field))
                .filter(map -> map != null && map.get("token") instanceof String)
                .forEach(map -> scene.konnect().token((String) map.get("token"), Scene.ORGANIZATION));
        if (object.get("data") instanceof Map<?, ?> data && data.get("token") instanceof String base64) {
            scene.konnect()
                    .token(
                            new String(java.util.Base64.getDecoder().decode(base64), StandardCharsets.UTF_8),
                            Scene.ORGANIZATION);
        }
    }

    private void namespace(String name) {
        scene.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .createOr(resource -> resource.update());
    }

    private KonnectAPIAuthConfigurationStatus assertReason(List<GenericKubernetesResource> objects, String reason) {
        var resource = objects.stream()
                .filter(object -> object.getKind().equals(KonnectAPIAuthConfiguration.KIND))
                .map(HasMetadata::getMetadata)
                .findFirst()
                .orElseThrow();
        return Awaitility.await(resource.getName())
                .atMost(Scene.PATIENCE)
                .until(
                        () -> scene.client()
                                .resources(KonnectAPIAuthConfiguration.class)
                                .inNamespace(resource.getNamespace())
                                .withName(resource.getName())
                                .require()
                                .status(),
                        status -> status.condition(Condition.READY)
                                .filter(ready -> ready.reason().equals(reason))
                                .isPresent());
    }
}
