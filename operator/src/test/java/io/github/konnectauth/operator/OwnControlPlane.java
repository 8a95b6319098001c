package io.github.konnectauth.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A kube-apiserver that a test may stop and start again, and an etcd that keeps its data meanwhile. */
final class OwnControlPlane implements AutoCloseable {

    private static final int HTTP_OK = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final int port;
    private final int etcdPort;
    private final String token = UUID.randomUUID().toString();
    private final Process etcd;

    private Optional<Process> apiServer = Optional.empty();

    private OwnControlPlane() throws IOException {
        directory = Files.createTempDirectory("control-plane");
        String peers;
        try (var one = anyPort();
                var two = anyPort();
                var three = anyPort()) {
            port = one.getLocalPort();
            etcdPort = two.getLocalPort();
            peers = "http://127.0.0.1:" + three.getLocalPort();
        }
        Files.writeString(directory.resolve("tokens.csv"), token + ",admin,admin,system:masters\n");
        Files.writeString(directory.resolve("accounts.key"), privateKey());
        etcd = run(
                "etcd",
                "--data-dir=" + directory.resolve("data"),
                "--unsafe-no-fsync",
                "--listen-client-urls=" + etcdUrl(),
                "--advertise-client-urls=" + etcdUrl(),
                "--listen-peer-urls=" + peers);
    }

    /** Starts both; returns when the API server is ready. */
    static OwnControlPlane start() {
        try {
            var started = new OwnControlPlane();
            started.startApiServer();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An administrator's. */
    String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: own, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
                contexts: [{name: own, context: {cluster: own, user: admin}}]
                users: [{name: admin, user: {token: "%s"}}]
                current-context: own
                """.formatted(port, token);
    }

    /** Stops the API server alone, at once, as when its machine fails. */
    void stopApiServer() {
        apiServer.ifPresent(OwnControlPlane::kill);
        apiServer = Optional.empty();
    }

    /** Starts the API server on the same port and the same data; returns when it is ready. */
    void startApiServer() {
        var keys = directory.resolve("accounts.key");
        var started = run(
                "kube-apiserver",
                "--etcd-servers=" + etcdUrl(),
                "--secure-port=" + port,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--cert-dir=" + directory.resolve("certificates"),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + keys,
                "--service-account-signing-key-file=" + keys,
                "--authorization-mode=RBAC",
                "--token-auth-file=" + directory.resolve("tokens.csv"),
                "--disable-admission-plugins=ServiceAccount");
        apiServer = Optional.of(started);
        try (var client = ApiServer.clientOf(kubeconfig())) {
            Awaitility.await("for the API server in " + directory)
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> "ok".equals(client.raw("/readyz")));
        }
    }

    /** Makes etcd forget all versions before this one, as the API server has it done every few minutes. */
    void compact(String version) {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(etcdUrl() + "/v3/kv/compaction"))
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"revision\": \"" + version + "\", \"physical\": true}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != HTTP_OK) {
                throw new IllegalStateException("etcd answers " + answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process run(String program, String... flags) {
        var command = new ArrayList<>(List.of(ApiServer.program(program).toString()));
        command.addAll(List.of(flags));
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve(program + ".log").toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void kill(Process process) {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String etcdUrl() {
        return "http://127.0.0.1:" + etcdPort;
    }

    private static ServerSocket anyPort() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static String privateKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var encoded = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
            return "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    @Override
    public void close() {
        stopApiServer();
        kill(etcd);
    }
}
