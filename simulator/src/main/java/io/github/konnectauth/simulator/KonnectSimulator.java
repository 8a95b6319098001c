package io.github.konnectauth.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Konnect API over HTTPS, with the fields, types and headers of the real one.
 *
 * <p>The host of a request decides what is served: {@code global.api.konghq.com} tells identities and the regions,
 * {@code <region>.api.konghq.com} lists control planes, and any other host (the simulator's own {@link #origin()})
 * serves everything. Real host names reach it through the proxy at {@link #proxyUrl()}. Clients must trust {@link
 * #caPem()}.
 *
 * <p>Everything may be changed while it runs, from any thread. Tokens are kept as fingerprints only.
 */
public final class KonnectSimulator implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EVENT_LOOPS = 2;

    private final Vertx vertx;
    private final Konnect konnect;
    private final ServerCertificate certificate;
    private final Optional<String> ownHost;
    private final int port;
    private final int proxyPort;

    private KonnectSimulator(Vertx vertx, Konnect konnect, ServerCertificate certificate, SimulatorSettings settings) {
        this.vertx = vertx;
        this.konnect = konnect;
        this.certificate = certificate;
        this.ownHost = settings.ownHost();
        String address = settings.bindAddress();
        HttpServer server = await(
                new ApiServer(vertx, konnect, new ControlApi(konnect, certificate.caPem()))
                        .listen(settings.port(), address, certificate),
                "listen on " + address + ":" + settings.port());
        port = server.actualPort();
        HttpServer proxy = await(
                new ConnectProxy(vertx, konnect, certificate.names(), SocketAddress.inetSocketAddress(port, address))
                        .listen(settings.proxyPort(), address),
                "listen on " + address + ":" + settings.proxyPort());
        proxyPort = proxy.actualPort();
    }

    /** Starts with {@link SimulatorSettings#defaults()}: free ports on loopback and no organization. */
    public static KonnectSimulator start() {
        return start(SimulatorSettings.defaults());
    }

    /**
     * Starts, and returns once it listens.
     *
     * @throws IllegalStateException    if it cannot listen, for instance because a port is taken
     * @throws IllegalArgumentException if a token's organization is not among the settings
     */
    public static KonnectSimulator start(SimulatorSettings settings) {
        Konnect konnect = new Konnect(settings);
        ServerCertificate certificate = ServerCertificate.create(settings.certificateNames(), Instant.now());
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            return new KonnectSimulator(vertx, konnect, certificate, settings);
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    /** Where it answers as a private origin: {@code https://localhost:PORT}, unless another address was asked for. */
    public String origin() {
        return "https://" + ownHost.orElse("localhost") + ":" + port;
    }

    public int port() {
        return port;
    }

    /**
     * What to put into {@code HTTPS_PROXY} so that Konnect's real host names end here: {@code http://127.0.0.1:PORT}.
     */
    public String proxyUrl() {
        return "http://" + ownHost.orElse("127.0.0.1") + ":" + proxyPort;
    }

    public int proxyPort() {
        return proxyPort;
    }

    /** The certificate of the CA that signed the server's, as PEM. Every start makes a new one. */
    public String caPem() {
        return certificate.caPem();
    }

    /**
     * Writes the CA's certificate as {@code ca.pem} into a directory that exists, over any file of that name.
     *
     * @return the file
     * @throws UncheckedIOException if it cannot be written
     */
    public Path writeCa(Path directory) {
        try {
            return Files.writeString(directory.resolve("ca.pem"), caPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds an active organization, or replaces the one with this id. */
    public Organization organization(String id, String name) {
        Organization organization = Organization.active(id, name);
        konnect.accounts().put(organization);
        return organization;
    }

    /**
     * Changes what identity answers tell as the state.
     *
     * @throws IllegalArgumentException if there is no such organization
     */
    public void organizationState(String id, OrganizationState state) {
        konnect.accounts().state(id, state);
    }

    /**
     * Adds an active token that may do everything, or replaces it.
     *
     * @throws IllegalArgumentException if there is no such organization
     */
    public void token(String token, String organizationId) {
        credential(Credential.of(token, organizationId));
    }

    /**
     * Adds a token, or replaces it: one with a name, or that may not do everything.
     *
     * @throws IllegalArgumentException if there is no such organization
     */
    public void credential(Credential credential) {
        konnect.accounts().put(credential);
    }

    /**
     * Makes every host answer a token with 401.
     *
     * @throws IllegalArgumentException if the token is unknown
     */
    public void revoke(String token) {
        konnect.accounts().revoked(Fingerprint.of(token), true);
    }

    /**
     * Undoes {@link #revoke}.
     *
     * @throws IllegalArgumentException if the token is unknown
     */
    public void restore(String token) {
        konnect.accounts().revoked(Fingerprint.of(token), false);
    }

    /** Makes every answer wait, to the millisecond; zero for none. Requests already waiting keep their time. */
    public void latency(Duration latency) {
        konnect.latency(SimulatorSettings.latency(latency));
    }

    /**
     * Allows each organization so many requests a minute on each host; 0 for no limit and no {@code ratelimit-*}
     * headers.
     */
    public void rateLimit(int perMinute) {
        konnect.rateLimit().perMinute(SimulatorSettings.rateLimit(perMinute));
    }

    /** Makes these the regions that exist, all of them stable. */
    public void regions(String... names) {
        regions(Regions.stable(names));
    }

    /** Makes these the regions that exist. */
    public void regions(Regions regions) {
        konnect.regions(regions);
    }

    /** Puts a fault in force. */
    public void fault(Fault fault) {
        konnect.faults().add(fault);
    }

    public void clearFaults() {
        konnect.faults().replace(List.of());
    }

    /** How many requests for an operation came, whatever became of them. A request counts when it arrives. */
    public long requests(Operation operation) {
        return konnect.counts().total(operation);
    }

    /** How many requests for an operation came with a token. */
    public long requests(Operation operation, String token) {
        return konnect.counts().total(operation, Fingerprint.of(token));
    }

    /** Every request by host, path, token and outcome, in that order of reading. */
    public List<RequestCount> counts() {
        return konnect.counts().list(konnect.accounts());
    }

    public void resetCounts() {
        konnect.counts().reset();
    }

    /** Closes every connection and frees the ports. Closing twice does nothing. */
    @Override
    public void close() {
        await(vertx.close(), "close");
    }

    private static <T> T await(Future<T> future, String what) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: cannot " + what, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot " + what + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("cannot " + what + " within " + PATIENCE.toSeconds() + " s", e);
        }
    }
}
