package io.github.konnectauth.sandbox;

import static io.fabric8.kubeapitest.KubeAPIServerConfigBuilder.anAPIServerConfig;

import io.fabric8.kubeapitest.binary.BinaryManager;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gets a kube-apiserver from where kube-api-test gets it, in bounded time. */
final class ApiServerDownload {

    private static final URI INDEX =
            URI.create("https://raw.githubusercontent.com/kubernetes-sigs/controller-tools/HEAD/envtest-releases.yaml");
    private static final Duration FOR_THE_INDEX = Duration.ofSeconds(10);
    private static final Duration FOR_ALL = Duration.ofMinutes(3);

    private ApiServerDownload() {}

    /**
     * Downloads the newest version into a directory.
     *
     * @throws SandboxFailure if that takes longer than three minutes or cannot be done; the message says why, in a few words
     */
    static ApiServerBinaries into(Path directory) throws SandboxFailure, InterruptedException {
        findIndex();
        var done = new CompletableFuture<Void>();
        // A thread that nobody waits for at the end: the library's download cannot be interrupted.
        Thread.ofPlatform().daemon().name("download").start(() -> {
            try {
                new BinaryManager(anAPIServerConfig()
                                .withTestDir(directory.toString())
                                .withUpdateKubeConfig(false)
                                .build())
                        .initAndDownloadIfRequired();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get(FOR_ALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SandboxFailure("the download took longer than " + FOR_ALL.toMinutes() + " minutes", e);
        } catch (ExecutionException e) {
            throw new SandboxFailure("the download failed: " + e.getCause(), e);
        }
        return ApiServerBinaries.in(directory)
                .orElseThrow(() -> new SandboxFailure("the download holds none for this kind of machine"));
    }

    /** The library waits without end for a network that does not answer, so this asks first. */
    private static void findIndex() throws SandboxFailure, InterruptedException {
        try (var http = HttpClient.newBuilder().connectTimeout(FOR_THE_INDEX).build()) {
            var request = HttpRequest.newBuilder(INDEX).timeout(FOR_THE_INDEX).build();
            var answer = http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .orTimeout(FOR_THE_INDEX.toMillis(), TimeUnit.MILLISECONDS)
                    .get();
            if (answer.statusCode() != 200) {
                throw new SandboxFailure(INDEX.getHost() + " answers with status " + answer.statusCode());
            }
        } catch (ExecutionException e) {
            var why = e.getCause() instanceof IOException || e.getCause() instanceof TimeoutException
                    ? "no network leads to it"
                    : String.valueOf(e.getCause());
            throw new SandboxFailure(INDEX.getHost() + " does not answer: " + why, e);
        }
    }
}
