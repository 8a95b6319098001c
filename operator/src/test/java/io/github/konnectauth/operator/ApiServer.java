package io.github.konnectauth.operator;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Interceptor;
import org.awaitility.Awaitility;

/** A real kube-apiserver with one form of the CRD, started once for all tests that need that form. */
public final class ApiServer {

    /** Requests that nobody listens to. */
    static final Interceptor UNHEARD = chain -> chain.proceed(chain.request());

    private static final int CALLS_AT_ONCE = 1000;
    private static final String LAYOUT = "-linux-amd64";
    private static final Map<Crd, ApiServer> RUNNING = new ConcurrentHashMap<>();

    /** The CRD that is installed. */
    public enum Crd {
        /** Ours. */
        OURS(Path.of("../crds/konnectapiauthconfigurations.konnect.konghq.com.yaml")),
        /** As Kong Operator serves it: without three of our status fields and without a default status. */
        KONGS(Path.of("../operator/src/test/resources/kong/konnectapiauthconfigurations.yaml")),
        /** One that lets anything in. */
        PERMISSIVE(Path.of("../operator/src/test/resources/kong/permissive.yaml")),
        /** None at all. */
        NONE(Path.of(""));

        private final Path file;

        Crd(Path file) {
            this.file = file;
        }
    }

    private final String kubeconfig;
    private final KubernetesClient client;

    private ApiServer(String kubeconfig) {
        this.kubeconfig = kubeconfig;
        this.client = clientOf(kubeconfig);
    }

    /** A client that knows all kinds, as the operator's own does not. */
    static KubernetesClient clientOf(String kubeconfig) {
        var config = new ConfigBuilder(Config.fromKubeconfig(kubeconfig))
                .withMaxConcurrentRequests(CALLS_AT_ONCE)
                .withMaxConcurrentRequestsPerHost(CALLS_AT_ONCE)
                .build();
        config.setHttpProxy(null);
        config.setHttpsProxy(null);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new OkHttpClientFactory())
                .build();
    }

    /** Whether a real kube-apiserver lies where it is looked for. */
    public static boolean isAvailable() {
        return directory().isPresent();
    }

    /** The API server with this CRD; for tests that say that they {@linkplain NeedsApiServer need} it. */
    public static ApiServer with(Crd crd) {
        return RUNNING.computeIfAbsent(crd, ApiServer::start);
    }

    private static ApiServer start(Crd crd) {
        var directory = directory().orElseThrow();
        var server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(directory.toString())
                .withOfflineMode(true)
                .withApiServerVersion(newest(directory))
                .withUpdateKubeConfig(false)
                .build());
        server.start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::stop));
        var started = new ApiServer(server.getKubeConfigYaml());
        if (crd != Crd.NONE) {
            started.install(crd);
        }
        return started;
    }

    /** The kubectl that lies beside the kube-apiserver. */
    public static Path kubectl() {
        return program("kubectl");
    }

    /** A program that lies beside the kube-apiserver. */
    static Path program(String name) {
        var directory = directory().orElseThrow();
        return directory.resolve("k8s").resolve(newest(directory) + LAYOUT).resolve(name);
    }

    /** One that somebody else has started, with our CRD. */
    static ApiServer at(String kubeconfig) {
        var started = new ApiServer(kubeconfig);
        started.install(Crd.OURS);
        return started;
    }

    private static Optional<Path> directory() {
        return Optional.ofNullable(System.getenv(KubeAPIServerConfigBuilder.KUBE_API_TEST_DIR))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .or(() -> Optional.of(
                        Path.of(System.getProperty("user.home"), KubeAPIServerConfigBuilder.DIRECTORY_NAME)))
                .filter(directory -> Files.isDirectory(directory.resolve("k8s")));
    }

    private static String newest(Path directory) {
        try (var versions = Files.list(directory.resolve("k8s"))) {
            return versions.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(LAYOUT))
                    .map(name -> name.substring(0, name.length() - LAYOUT.length()))
                    .max(Comparator.comparing(Runtime.Version::parse))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Installs the CRD, and returns when the API server serves it. */
    void install(Crd crd) {
        var installed = client.load(read(crd.file)).serverSideApply();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> installed.stream()
                        .allMatch(each -> client.resource(each).get() != null && isServed()));
    }

    private boolean isServed() {
        return client.getApiGroup("konnect.konghq.com") != null;
    }

    private static java.io.InputStream read(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An administrator's client, shared by all tests. */
    public KubernetesClient client() {
        return client;
    }

    /** For processes. */
    public String kubeconfig() {
        return kubeconfig;
    }
}
