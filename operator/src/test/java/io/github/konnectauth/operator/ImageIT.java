package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.image.Container;
import io.github.konnectauth.image.NameServer;
import io.github.konnectauth.image.UnpackedImage;
import io.github.konnectauth.operator.cluster.Cluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The container image: what is in it, and that the operator runs from it alone. The profile {@code image} makes it. */
@EnabledIfSystemProperty(named = "image.tar", matches = ".+", disabledReason = "the profile image is off")
class ImageIT {

    private static final long SIZE = 60_000_000;
    private static final Pattern PORT = Pattern.compile("\"managementPort\":\"?(\\d+)");
    private static final Pattern PROGRAM = Pattern.compile("java/bin/java|lib.*/ld-[^/]*");

    @TempDir
    private static Path directory = Path.of("");

    private static UnpackedImage image;

    @BeforeAll
    static void read() throws Exception {
        image = UnpackedImage.of(
                Path.of(System.getProperty("image.tar")), Files.createDirectory(directory.resolve("oci")));
    }

    @Test
    void it_is_small() throws IOException {
        assertThat(image.compressedSize()).isLessThanOrEqualTo(SIZE);
    }

    @Test
    void everything_belongs_to_root_and_nobody_else_may_write_it() throws Exception {
        assertThat(image.entries()).hasSizeGreaterThan(50).allSatisfy(entry -> {
            assertThat(entry.owner()).as(entry.path()).isEqualTo("0/0");
            assertThat(entry.mode()).as(entry.path()).matches("[-d]r[w-][x-]r-[x-]r-[x-]");
        });
    }

    @Test
    void the_only_programs_are_java_and_the_dynamic_linker() throws Exception {
        assertThat(image.entries())
                .filteredOn(entry -> entry.mode().matches("-.*x.*"))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.path()).matches(PROGRAM));
    }

    @Test
    void it_trusts_the_usual_certificate_authorities_and_none_that_only_this_machine_trusts() throws Exception {
        var root = Files.createDirectory(directory.resolve("authorities"));
        image.unpack(root);
        var trusted =
                KeyStore.getInstance(root.resolve("java/lib/security/cacerts").toFile(), new char[0]);
        var added = Path.of("/usr/local/share/ca-certificates");

        assertThat(trusted.size()).isGreaterThan(80);
        assertThat(KeyStore.getInstance(
                                root.resolve("java")
                                        .resolve(Cluster.NO_AUTHORITIES)
                                        .toFile(),
                                "changeit".toCharArray())
                        .size())
                .as("who can vouch for the API server, beside the cluster's own authority")
                .isZero();
        if (Files.isDirectory(added)) {
            try (var files = Files.walk(added)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    try (var pem = Files.newInputStream(file)) {
                        var own = CertificateFactory.getInstance("X.509").generateCertificate(pem);
                        assertThat(trusted.getCertificateAlias(own))
                                .as(file.toString())
                                .isNull();
                    }
                }
            }
        }
    }

    @Test
    void it_says_how_to_run_it() {
        assertThat(image.config().path("User").asText()).isEqualTo("65532:65532");
        assertThat(image.command())
                .containsExactly(
                        "/java/bin/java",
                        "-XX:SharedArchiveFile=/app/classes.jsa",
                        "-jar",
                        "/app/konnect-auth-operator.jar",
                        "run");
        assertThat(image.environment()).contains("MALLOC_ARENA_MAX=2");
    }

    /** The operator in it. */
    @Nested
    @NeedsApiServer
    class Started {

        @Test
        void the_operator_runs_from_it_alone_and_ends_cleanly() throws Exception {
            var obstacle = Container.obstacle();
            if (obstacle.isPresent()) {
                if ("true".equals(System.getenv("CI"))) {
                    fail(obstacle.get());
                }
                abort(obstacle.get());
            }
            try (var scene = Scene.on(ApiServer.Crd.OURS);
                    var names = Container.isRoot() ? NameServer.start() : null) {
                scene.secret("konnect", scene.token());
                scene.referring("auth", "konnect");
                var output = directory.resolve("output");
                var process = container(scene, names != null)
                        .redirectOutput(output.toFile())
                        .start();
                try {
                    var port = awaitPort(process, output);
                    assertThat(status(port, "/readyz")).isEqualTo(200);
                    scene.awaitReason("auth", "Valid");
                    assertThat(Files.readString(Path.of("/proc", String.valueOf(process.pid()), "maps")))
                            .as("the class archive is in use")
                            .contains("/app/classes.jsa");
                    process.destroy();
                    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                    assertThat(process.exitValue())
                            .as("as SIGTERM ends a process")
                            .isEqualTo(143);
                    assertThat(Files.readString(output)).contains("Stopping").doesNotContain("Exception", "[warning]");
                } catch (ConditionTimeoutException e) {
                    throw new AssertionError("the operator wrote: " + Files.readString(output), e);
                } finally {
                    process.destroyForcibly().waitFor();
                    Canary.assertAbsent("the output of the container", Files.readString(output));
                }
            }
        }
    }

    private static ProcessBuilder container(Scene scene, boolean hasNameServer) throws Exception {
        var root = Files.createDirectory(directory.resolve("root"));
        image.unpack(root);
        var mounted = Files.createDirectory(directory.resolve("mounted"));
        // By name, so that the C library has to look it up.
        var kubeconfig = withoutFiles(scene.server().kubeconfig())
                .replace("https://127.0.0.1:", "https://kubernetes.default.svc:");
        assertThat(kubeconfig).contains("https://kubernetes.default.svc:");
        Files.writeString(mounted.resolve("kubeconfig"), kubeconfig);
        scene.konnect().writeCa(mounted);
        Files.writeString(
                mounted.resolve("hosts"),
                "127.0.0.1 kubernetes.default.svc" + (hasNameServer ? "" : " konnect-proxy.example") + "\n");
        Files.writeString(
                mounted.resolve("resolv.conf"), hasNameServer ? "nameserver " + NameServer.ADDRESS + "\n" : "");
        var command = new ArrayList<>(image.command());
        command.addAll(List.of("--management-port", "0", "--watch-namespaces", scene.namespace()));
        command.addAll(List.of("--ca-bundle", Container.MOUNTED + "/ca.pem"));
        var environment = new HashMap<String, String>();
        image.environment().stream()
                .map(line -> line.split("=", 2))
                .forEach(variable -> environment.put(variable[0], variable[1]));
        environment.putAll(Map.of(
                "KUBECONFIG",
                Container.MOUNTED + "/kubeconfig",
                "HTTPS_PROXY",
                scene.konnect().proxyUrl().replace("127.0.0.1", "konnect-proxy.example")));
        return Container.process(root, mounted, command, environment);
    }

    /** The same with the certificates and the key in it. */
    private static String withoutFiles(String kubeconfig) throws IOException {
        var config = Serialization.unmarshal(kubeconfig, Config.class);
        for (var cluster : config.getClusters()) {
            cluster.getCluster()
                    .setCertificateAuthorityData(base64(cluster.getCluster().getCertificateAuthority()));
            cluster.getCluster().setCertificateAuthority(null);
        }
        for (var user : config.getUsers()) {
            user.getUser().setClientCertificateData(base64(user.getUser().getClientCertificate()));
            user.getUser().setClientCertificate(null);
            user.getUser().setClientKeyData(base64(user.getUser().getClientKey()));
            user.getUser().setClientKey(null);
        }
        return Serialization.asYaml(config);
    }

    private static String base64(String file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(file)));
    }

    private static int awaitPort(Process process, Path output) {
        return Awaitility.await("for the operator in the container to be ready")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            var written = Files.readString(output);
                            assertThat(process.isAlive()).as(written).isTrue();
                            var port = PORT.matcher(written);
                            return port.find() ? Integer.parseInt(port.group(1)) : 0;
                        },
                        port -> port > 0);
    }

    private static int status(int port, String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
