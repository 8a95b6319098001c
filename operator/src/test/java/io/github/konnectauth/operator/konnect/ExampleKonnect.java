package io.github.konnectauth.operator.konnect;

import io.github.konnectauth.operator.api.ExampleToken;
import io.github.konnectauth.operator.api.KonnectToken;
import io.github.konnectauth.operator.konnect.KonnectServer.Parsed;
import io.github.konnectauth.simulator.KonnectSimulator;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;

/** A Konnect that runs here under its real host names, with one organization and one token, and clients for it. */
final class ExampleKonnect implements AutoCloseable {

    static final String ORGANIZATION = "5ca26716-02f7-4430-9117-1d1a7a2695e7";
    static final String TOKEN = "kpat_known";
    static final String USER_AGENT = "konnect-auth-operator/test";
    static final String GLOBAL = "global.api.konghq.com";

    /** Longer than any test takes, so that slowness alone fails none. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    static final AllowedHosts ALLOWED = new AllowedHosts(List.of("*.api.konghq.com"));

    /** With which a pause that is guessed has its full length. */
    static final RandomGenerator NO_CHANCE = () -> 0;

    private static final Freshness FRESH = new Freshness.Within(Duration.ofSeconds(60));

    private final KonnectSimulator simulator = KonnectSimulator.start();
    private final MovableClock clock = new MovableClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    ExampleKonnect() {
        simulator.organization(ORGANIZATION, "Example");
        simulator.token(TOKEN, ORGANIZATION);
    }

    KonnectSimulator simulator() {
        return simulator;
    }

    MovableClock clock() {
        return clock;
    }

    SimpleMeterRegistry meters() {
        return meters;
    }

    /** HTTP as the operator does it, by way of the simulator's proxy. */
    OkHttpClient http(Duration timeout) {
        try {
            var directory = Files.createTempDirectory("konnect");
            return Connections.open(
                    timeout,
                    Optional.of(simulator.writeCa(directory)),
                    ALLOWED,
                    Map.of("HTTPS_PROXY", simulator.proxyUrl(), "NO_PROXY", "localhost"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    KonnectClient client() {
        return client(http(PATIENCE), true);
    }

    KonnectClient client(OkHttpClient http, boolean regionalProbe) {
        return new OkHttpKonnectClient(
                http, USER_AGENT, regionalProbe, 0, Duration.ofHours(1), clock, NO_CHANCE, meters);
    }

    /** A client that makes so many calls a second. */
    KonnectClient paced(double perSecond) {
        return new OkHttpKonnectClient(
                http(PATIENCE), USER_AGENT, true, perSecond, Duration.ofHours(1), clock, NO_CHANCE, meters);
    }

    /** A client whose HTTP was changed by the test. */
    KonnectClient client(UnaryOperator<OkHttpClient.Builder> change) {
        return client(change.apply(http(PATIENCE).newBuilder()).build(), true);
    }

    WhoAmI ask(String server) {
        return ask(client(), server);
    }

    static WhoAmI ask(KonnectClient client, String server) {
        return ask(client, server, TOKEN);
    }

    static WhoAmI ask(KonnectClient client, String server, String token) {
        return ask(client, server, token, FRESH);
    }

    static WhoAmI ask(KonnectClient client, String server, String token, Freshness freshness) {
        return inquire(client, server, token, freshness)
                .answer()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Asks and does not wait. */
    static Inquiry inquire(KonnectClient client, String server, String token, Freshness freshness) {
        return client.whoAmI(
                server(server), ExampleToken.of(token), freshness, new Asker("default", Asker.Urgency.AWAITED));
    }

    /** A gauge's value for a host; empty when there is none. */
    Optional<Double> gauge(String name, String host) {
        return Optional.ofNullable(meters.find(name).tag("host", host).gauge()).map(Gauge::value);
    }

    /** How many calls ended so at a host, as the metrics tell. */
    long measured(String host, String outcome) {
        return meters.find("konnect.auth.request.duration").tags("host", host, "outcome", outcome).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    static KonnectToken token() {
        return ExampleToken.of(TOKEN);
    }

    static KonnectServer server(String written) {
        return ((Parsed.Server) KonnectServer.parse(written)).server();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
