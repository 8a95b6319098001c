package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.ApiServer;
import io.github.konnectauth.operator.NeedsApiServer;
import io.github.konnectauth.operator.Scene;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.simulator.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody's chart with a resource and its Secret: {@code helm install --wait} ends well when the token is valid. */
@NeedsApiServer
@NeedsHelm
class HelmWaitIT {

    private static final String INSTALL = "helm install konnect ./chart --wait --timeout 60s";

    /** For the verdict, not for Helm to look at what there is. */
    private static final String TOO_SHORT = "15s";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void the_document_has_the_command() throws IOException {
        assertThat(Files.readString(Path.of("../docs/waiting.md"))).contains("```sh\n" + INSTALL + "\n```");
    }

    @Test
    void it_waits_for_the_first_look_and_ends_well_when_the_token_is_valid() throws IOException {
        try (var scene = Scene.on(ApiServer.Crd.OURS)) {
            var release = new Release(scene);
            var installing = release.meanwhile(INSTALL, "konnect-token", scene.token());
            awaitResource(scene);
            assertThat(installing).isNotDone();

            scene.operator();

            installing.join().succeeded();
            assertThat(ready(scene)).isEqualTo("True");
        }
    }

    @Test
    void a_token_that_is_rejected_fails_it_with_the_message_of_ready() throws IOException {
        try (var scene = Scene.on(ApiServer.Crd.OURS)) {
            scene.operator();

            var output = new Release(scene)
                    .run(INSTALL, "konnect-token", revoked(scene))
                    .failed();

            assertThat(output)
                    .contains("resource KonnectAPIAuthConfiguration/" + scene.namespace() + "/konnect not ready")
                    .contains("status: Failed")
                    .contains(message(scene))
                    .as("it does not wait for its time to be over")
                    .doesNotContain("deadline");
        }
    }

    @Test
    void a_token_that_turns_valid_meanwhile_is_waited_for() throws IOException {
        try (var scene = Scene.on(ApiServer.Crd.OURS)) {
            scene.operator();
            scene.konnect().fault(Fault.of(Fault.Kind.SERVER_ERROR));
            var installing = new Release(scene).meanwhile(INSTALL, "konnect-token", scene.token());
            awaitResource(scene);
            scene.awaitReason("konnect", "KonnectUnreachable");
            assertThat(installing).isNotDone();

            scene.konnect().clearFaults();

            installing.join().succeeded();
            assertThat(ready(scene)).isEqualTo("True");
        }
    }

    @Test
    void a_secret_that_does_not_come_in_time_fails_it() throws IOException {
        try (var scene = Scene.on(ApiServer.Crd.OURS)) {
            scene.operator();

            assertThat(new Release(scene)
                            .run(INSTALL.replace("60s", TOO_SHORT), "konnect-token", "")
                            .failed())
                    .contains("status: InProgress")
                    .contains(message(scene))
                    .contains("deadline");
        }
    }

    @Test
    void an_upgrade_waits_for_the_verdict_on_a_new_spec_and_for_none_on_a_secret_that_keeps_its_name()
            throws IOException {
        try (var scene = Scene.on(ApiServer.Crd.OURS)) {
            var release = new Release(scene);
            var operator = scene.operator();
            release.run(INSTALL, "token-1", scene.token()).succeeded();
            scene.stop(operator);
            var upgrade = INSTALL.replace("install", "upgrade");

            release.run(upgrade, "token-1", revoked(scene)).succeeded();
            assertThat(release.run(upgrade.replace("60s", TOO_SHORT), "token-2", revoked(scene))
                            .failed())
                    .contains("status: InProgress");

            operator = scene.operator();
            assertThat(release.run(upgrade, "token-3", revoked(scene)).failed()).contains("status: Failed");
            scene.stop(operator);
            assertThat(release.run(upgrade, "token-3", scene.token()).failed()).contains("status: Failed");

            scene.operator();
            release.run(upgrade, "token-4", scene.token()).succeeded();
        }
    }

    @Test
    void without_the_flag_it_waits_for_nothing() throws IOException {
        try (var scene = Scene.on(ApiServer.Crd.OURS)) {
            new Release(scene)
                    .run(INSTALL.replace(" --wait", ""), "konnect-token", revoked(scene))
                    .succeeded();
        }
    }

    @Test
    void on_kongs_crd_it_does_not_wait_for_the_first_look() throws IOException {
        try (var scene = Scene.on(ApiServer.Crd.KONGS)) {
            new Release(scene).run(INSTALL, "konnect-token", revoked(scene)).succeeded();
        }
    }

    private static String revoked(Scene scene) {
        var token = scene.token();
        scene.konnect().revoke(token);
        return token;
    }

    private static void awaitResource(Scene scene) {
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .ignoreExceptions()
                .until(() -> scene.status("konnect").condition(Condition.READY).isPresent());
    }

    private static String ready(Scene scene) {
        return scene.status("konnect").condition(Condition.READY).orElseThrow().status();
    }

    private static String message(Scene scene) {
        return scene.status("konnect").condition(Condition.READY).orElseThrow().message();
    }

    /** The chart, in the scene's namespace. */
    private final class Release {

        private final Program helm;
        private final String namespace;
        private final Path chart = directory.resolve("chart");

        Release(Scene scene) throws IOException {
            helm = Program.of(
                    NeedsHelm.Availability.program().orElseThrow(),
                    scene.server().kubeconfig(),
                    directory);
            namespace = scene.namespace();
            Files.createDirectories(chart.resolve("templates"));
            Files.writeString(chart.resolve("Chart.yaml"), """
                    apiVersion: v2
                    name: chart
                    version: 0.1.0
                    """);
            Files.writeString(chart.resolve("templates/konnect.yaml"), """
                    {{- with .Values.token }}
                    apiVersion: v1
                    kind: Secret
                    metadata:
                      name: {{ $.Values.secret }}
                      labels:
                        konghq.com/credential: konnect
                    stringData:
                      token: {{ . }}
                    {{- end }}
                    ---
                    apiVersion: konnect.konghq.com/v1alpha1
                    kind: KonnectAPIAuthConfiguration
                    metadata:
                      name: konnect
                    spec:
                      type: secretRef
                      secretRef:
                        name: {{ .Values.secret }}
                      serverURL: us.api.konghq.com
                    """);
        }

        /** Runs a command; the token goes in through its standard input. */
        Program.Run run(String command, String secret, String token) {
            var arguments = new ArrayList<>(
                    List.of(command.replace("./chart", chart.toString()).split(" ")));
            arguments.removeFirst();
            arguments.addAll(List.of("--namespace", namespace, "--values", "-"));
            return helm.runWith(
                    Serialization.asYaml(Map.of("secret", secret, "token", token)), arguments.toArray(String[]::new));
        }

        CompletableFuture<Program.Run> meanwhile(String command, String secret, String token) {
            return CompletableFuture.supplyAsync(() -> run(command, secret, token), Thread::startVirtualThread);
        }
    }
}
