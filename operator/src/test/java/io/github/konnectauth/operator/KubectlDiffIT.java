package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.KongKindsInstalled.Referring;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator adds to a resource is no difference to the manifest in git, so no tool has to be told to overlook it. */
@NeedsApiServer
class KubectlDiffIT {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void status_and_finalizer_are_no_difference_and_a_change_in_git_is_one() throws Exception {
        try (var scene = Scene.on(ApiServer.Crd.OURS)) {
            var kong = new KongKindsInstalled(scene.client()).with(Referring.PORTAL);
            scene.secret("token", scene.token());
            var manifest = manifest(scene, "token");
            assertThat(kubectl(scene, "apply", "-f", manifest)).isZero();
            kong.referrer(Referring.PORTAL, scene.namespace(), "portal", Map.of("name", "konnect"));
            scene.operator();
            scene.awaitReason("konnect", "Valid");
            Awaitility.await()
                    .atMost(Scene.PATIENCE)
                    .until(() -> scene.raw("konnect")
                            .get()
                            .getMetadata()
                            .getFinalizers()
                            .contains(InUseFinalizer.RESOURCE.text()));

            assertThat(kubectl(scene, "diff", "-f", manifest)).isZero();

            assertThat(kubectl(scene, "diff", "-f", manifest(scene, "another"))).isEqualTo(1);
        }
    }

    private String manifest(Scene scene, String secret) throws IOException {
        return Files.writeString(directory.resolve("manifest.yaml"), """
                apiVersion: konnect.konghq.com/v1alpha1
                kind: KonnectAPIAuthConfiguration
                metadata:
                  name: konnect
                  namespace: %s
                spec:
                  type: secretRef
                  secretRef:
                    name: %s
                  serverURL: us.api.konghq.com
                """.formatted(scene.namespace(), secret))
                .toString();
    }

    private int kubectl(Scene scene, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(ApiServer.kubectl().toString()));
        command.addAll(List.of(arguments));
        var kubeconfig = Files.writeString(
                directory.resolve("kubeconfig"), scene.server().kubeconfig());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("KUBECONFIG", kubeconfig.toString(), "HOME", directory.toString()));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        return process.exitValue();
    }
}
