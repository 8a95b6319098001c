package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.github.konnectauth.operator.waiting.ArgoCd;
import io.github.konnectauth.operator.waiting.Flux;
import io.github.konnectauth.operator.waiting.Kstatus;
import io.github.konnectauth.simulator.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that wait for a resource see no version of it that they could take for good before it is. */
@NeedsApiServer
class WaitingIT {

    private static final ArgoCd ARGO_CD = new ArgoCd();
    private static final Flux FLUX = new Flux();

    private Scene scene;
    private KubernetesClient bystander;

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
        // Not the tests' own, which has learned to read the kind as the operator's class.
        bystander = ApiServer.clientOf(scene.server().kubeconfig());
    }

    @AfterEach
    void close() {
        bystander.close();
        scene.close();
    }

    @Test
    void no_version_is_taken_for_good_but_those_of_a_valid_token() {
        var seen = new CopyOnWriteArrayList<GenericKubernetesResource>();
        scene.inline("auth", scene.token());
        try (var _ = watch("auth", seen)) {
            scene.operator();
            scene.awaitReason("auth", "Valid");
            scene.raw("auth").spec("token", Canary.token());
            scene.awaitReason("auth", "TokenRejected");
            scene.raw("auth").spec("token", scene.token());
            scene.awaitReason("auth", "Valid");
            scene.konnect().fault(Fault.of(Fault.Kind.SERVER_ERROR));
            scene.raw("auth").spec("token", scene.token());
            scene.awaitReason("auth", "KonnectUnreachable");
            scene.konnect().clearFaults();
            scene.awaitReason("auth", "Valid");
            scene.raw("auth").spec("token", "kpat_with white space");
            scene.awaitReason("auth", "MalformedToken");
            Awaitility.await()
                    .atMost(Scene.PATIENCE)
                    .until(
                            () -> last(seen),
                            last -> last.equals(scene.raw("auth").version()));
        }

        // Every change of the spec counts the generation up: 1, 3 and 4 have a token that is valid in the end.
        assertThat(seen)
                .filteredOn(version -> Kstatus.of(version) == Kstatus.CURRENT)
                .extracting(version -> version.getMetadata().getGeneration())
                .containsOnly(1L, 3L, 4L);
        assertThat(seen)
                .filteredOn(version -> Kstatus.of(version) == Kstatus.FAILED)
                .extracting(version -> version.getMetadata().getGeneration())
                .containsOnly(2L, 5L);
        assertThat(seen).allSatisfy(WaitingIT::assertAllAgree);
    }

    @Test
    void a_resource_whose_secret_comes_later_is_waited_for_and_nothing_else() {
        var seen = new CopyOnWriteArrayList<GenericKubernetesResource>();
        scene.operator();
        scene.referring("auth", "konnect");
        try (var _ = watch("auth", seen)) {
            scene.awaitReason("auth", "SecretNotFound");
            scene.secret("konnect", scene.token());
            scene.awaitReason("auth", "Valid");
            Awaitility.await()
                    .atMost(Scene.PATIENCE)
                    .until(
                            () -> last(seen),
                            last -> last.equals(scene.raw("auth").version()));
        }

        var made = seen.stream().map(Kstatus::of).distinct().toList();
        assertThat(made).containsExactly(Kstatus.IN_PROGRESS, Kstatus.CURRENT);
        assertThat(seen).allSatisfy(WaitingIT::assertAllAgree);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ready", "APIAuthValid"})
    void kubectl_waits_until_the_token_is_valid_and_no_longer(String condition) {
        scene.operator();
        scene.inline("bad", Canary.token());
        scene.awaitReason("bad", "TokenRejected");
        scene.referring("good", "konnect");
        scene.awaitReason("good", "SecretNotFound");

        var waiting = kubectlWait(condition, "good", "60s");
        scene.secret("konnect", scene.token());

        assertThat(exitCode(waiting)).isZero();
        assertThat(exitCode(kubectlWait(condition, "bad", "1s"))).isEqualTo(1);
    }

    private static void assertAllAgree(GenericKubernetesResource version) {
        var kstatus = Kstatus.of(version);
        assertThat(ARGO_CD.of(version).status())
                .isEqualTo(
                        switch (kstatus) {
                            case TERMINATING, IN_PROGRESS -> "Progressing";
                            case FAILED -> "Degraded";
                            case CURRENT -> "Healthy";
                        });
        assertThat(FLUX.holds("inProgress", version))
                .isEqualTo(Set.of(Kstatus.IN_PROGRESS, Kstatus.TERMINATING).contains(kstatus));
    }

    private static String last(List<GenericKubernetesResource> seen) {
        return seen.getLast().getMetadata().getResourceVersion();
    }

    /** Notes every version of the resource, from the present one on. */
    private Watch watch(String name, List<GenericKubernetesResource> seen) {
        return bystander
                .genericKubernetesResources("konnect.konghq.com/v1alpha1", "KonnectAPIAuthConfiguration")
                .inNamespace(scene.namespace())
                .withName(name)
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, GenericKubernetesResource version) {
                        seen.add(version);
                    }

                    @Override
                    public void onClose(WatcherException cause) {
                        throw new AssertionError("the watch ended", cause);
                    }
                });
    }

    private Process kubectlWait(String condition, String name, String timeout) {
        try {
            var kubeconfig = Files.writeString(
                    directory.resolve("kubeconfig"), scene.server().kubeconfig());
            var command = new ArrayList<>(List.of(
                    ApiServer.kubectl().toString(),
                    "wait",
                    "--for=condition=" + condition,
                    "konnectapiauthconfiguration/" + name,
                    "--timeout=" + timeout,
                    "--namespace=" + scene.namespace()));
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(Map.of("KUBECONFIG", kubeconfig.toString(), "HOME", directory.toString()));
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int exitCode(Process process) {
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as(output).isTrue();
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
