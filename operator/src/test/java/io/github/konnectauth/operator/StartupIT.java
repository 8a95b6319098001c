package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process: what it says when it cannot start, and how it ends. */
@NeedsApiServer
class StartupIT {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void an_unknown_flag_is_one_line_and_exit_code_2() {
        try (var operator = OperatorProcess.run("", Map.of(), "--no-such-flag")) {
            assertThat(operator.exitCode()).isEqualTo(2);
            assertThat(operator.output().lines()).singleElement().asString().contains("--no-such-flag", "--help");
        }
    }

    @Test
    void a_ca_bundle_that_cannot_be_read_is_one_line_that_says_what_to_do() throws IOException {
        var garbage = Files.writeString(directory.resolve("ca.pem"), "no certificate");
        try (var operator = OperatorProcess.run(
                ApiServer.with(ApiServer.Crd.OURS).kubeconfig(), Map.of(), "--ca-bundle", garbage.toString())) {
            assertThat(operator.exitCode()).isEqualTo(1);
            assertThat(errors(operator)).singleElement().asString().contains("ca.pem", "--ca-bundle");
            assertThat(operator.output()).doesNotContain("stack_trace", "Exception");
        }
    }

    @Test
    void a_proxy_variable_that_is_none_is_one_line_that_does_not_repeat_it() {
        try (var operator = OperatorProcess.run(
                ApiServer.with(ApiServer.Crd.OURS).kubeconfig(), Map.of("HTTPS_PROXY", "socks://me:s3cr3t@x"))) {
            assertThat(operator.exitCode()).isEqualTo(1);
            assertThat(errors(operator)).singleElement().asString().contains("HTTPS_PROXY", "http://host:port");
            assertThat(operator.output()).doesNotContain("s3cr3t", "Exception");
        }
    }

    @Test
    void without_rights_it_says_which_one_is_missing_and_ends() {
        var server = ApiServer.with(ApiServer.Crd.OURS);
        try (var operator =
                OperatorProcess.run(new TestAccount(server, "default", "without-rights").kubeconfig(), Map.of())) {
            assertThat(operator.exitCode()).isEqualTo(1);
            assertThat(errors(operator))
                    .singleElement()
                    .asString()
                    .contains(
                            "no right to list konnectapiauthconfigurations, watch konnectapiauthconfigurations,",
                            "examples/operator-rbac.yaml");
        }
    }

    @Test
    void a_cluster_that_does_not_answer_is_waited_for_a_minute() {
        var kubeconfig = """
                apiVersion: v1
                kind: Config
                current-context: gone
                clusters: [{name: gone, cluster: {server: "https://127.0.0.1:1"}}]
                users: [{name: nobody, user: {token: none}}]
                contexts: [{name: gone, context: {cluster: gone, user: nobody}}]
                """;
        try (var operator = OperatorProcess.run(kubeconfig, Map.of())) {
            operator.awaitOutput("No Kubernetes API server answers at https://127.0.0.1:1");
            assertThat(operator.output()).contains("Waiting for it, for at most 60 s");
            assertThat(operator.exitCode()).isEqualTo(1);
            assertThat(errors(operator)).singleElement().asString().contains("No Kubernetes API server answers");
            assertThat(operator.output()).doesNotContain("Exception");
        }
    }

    @Test
    void a_missing_crd_is_waited_for_and_then_it_starts_and_ends_cleanly() {
        var server = ApiServer.with(ApiServer.Crd.NONE);
        try (var operator = OperatorProcess.run(server.kubeconfig(), Map.of("KONNECT_AUTH_LOG_FORMAT", "text"))) {
            operator.awaitOutput("install the CRD with kubectl apply -f crds/. Waiting for it");

            server.install(ApiServer.Crd.OURS);

            operator.awaitOutput("Ready");
            assertThat(operator.terminate()).as("as SIGTERM ends a process").isEqualTo(143);
            assertThat(operator.output()).contains("Stopping").doesNotContain("Exception");
        }
    }

    private static List<String> errors(OperatorProcess operator) {
        return operator.output()
                .lines()
                .filter(line -> line.contains("\"ERROR\""))
                .toList();
    }
}
