package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.waiting.ArgoCd;
import io.github.konnectauth.operator.waiting.Flux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A resource that is applied before its Secret is there, as with External Secrets: the health checks for Argo CD and Flux wait,
 * and see it healthy once the token is valid.
 */
@NeedsApiServer
class SecretComesLaterIT {

    private static final ArgoCd ARGO_CD = new ArgoCd();
    private static final Flux FLUX = new Flux();

    private final List<GenericKubernetesResource> seen = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource(
            value = ApiServer.Crd.class,
            names = {"OURS", "KONGS"})
    void every_version_is_progressing_until_the_secret_is_there_and_its_token_valid(ApiServer.Crd crd)
            throws IOException {
        try (var scene = Scene.on(crd);
                // The tests' own has learned to read the kind as the operator's class.
                var bystander = ApiServer.clientOf(scene.server().kubeconfig());
                var _ = bystander
                        .genericKubernetesResources("konnect.konghq.com/v1alpha1", KonnectAPIAuthConfiguration.KIND)
                        .inNamespace(scene.namespace())
                        .withName("auth")
                        .watch(noting())) {
            scene.referring("auth", "konnect");
            Awaitility.await().atMost(Scene.PATIENCE).until(() -> !seen.isEmpty());
            scene.operator();
            awaitSeen("SecretNotFound");
            var withoutSecret = List.copyOf(seen);

            scene.store(asExternalSecretsMakesIt(scene));
            awaitSeen("Valid");

            assertThat(withoutSecret)
                    .extracting(version -> ARGO_CD.of(version).status())
                    .containsOnly("Progressing");
            assertThat(withoutSecret).extracting(FLUX::of).containsOnly("inProgress");
            assertThat(seen.stream()
                            .map(version -> ARGO_CD.of(version).status())
                            .distinct())
                    .containsExactly("Progressing", "Healthy");
            assertThat(seen.stream().map(FLUX::of).distinct()).containsExactly("inProgress", "current");
            assertThat(ARGO_CD.of(seen.getLast()).message()).startsWith("Token from Secret");
        }
    }

    /** From the ExternalSecret among the examples. */
    private static Secret asExternalSecretsMakesIt(Scene scene) throws IOException {
        var example = Serialization.unmarshal(
                Files.readString(Path.of("../examples/gitops/external-secret.yaml")), GenericKubernetesResource.class);
        Map<String, String> labels = example.get("spec", "target", "template", "metadata", "labels");
        return new SecretBuilder()
                .withNewMetadata()
                .withName("konnect")
                .withNamespace(scene.namespace())
                .withLabels(labels)
                .endMetadata()
                .withType(example.get("spec", "target", "template", "type"))
                .addToStringData(example.<String>get("spec", "data", 0, "secretKey"), scene.token())
                .build();
    }

    private void awaitSeen(String reason) {
        Awaitility.await("for a version that says " + reason)
                .atMost(Scene.PATIENCE)
                .until(() -> seen.getLast().get("status", "conditions") instanceof List<?> conditions
                        && conditions.stream()
                                .map(condition -> (Map<?, ?>) condition)
                                .anyMatch(condition -> Condition.READY.equals(condition.get("type"))
                                        && reason.equals(condition.get("reason"))));
    }

    private Watcher<GenericKubernetesResource> noting() {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, GenericKubernetesResource version) {
                seen.add(version);
            }

            @Override
            public void onClose(WatcherException cause) {
                throw new AssertionError("the watch ended", cause);
            }
        };
    }
}
