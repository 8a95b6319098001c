package io.github.konnectauth.operator.konnect;

import io.github.konnectauth.operator.api.KonnectToken;
import io.github.konnectauth.operator.konnect.Answers.From;
import io.github.konnectauth.operator.konnect.SharedReplies.Question;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** Asks Konnect over HTTP. */
public final class OkHttpKonnectClient implements KonnectClient {

    private final Hosts hosts;
    private final Http http;
    private final SharedReplies shared;
    private final Regions regions;
    private final RequestTimes times;
    private final boolean regionalProbe;

    /**
     * @param http a client made by {@link Connections}
     * @param userAgent the program's name and version
     * @param regionalProbe whether the region's own host is asked too; without it a region counts if Konnect lists it
     * @param longestUse the greatest age at which an answer is shared
     */
    public OkHttpKonnectClient(
            OkHttpClient http,
            String userAgent,
            boolean regionalProbe,
            Duration longestUse,
            Clock clock,
            MeterRegistry meters) {
        this(http, userAgent, regionalProbe, longestUse, clock, new Random(), meters);
    }

    /** @param random for the lengths of pauses; safe for use by several threads */
    OkHttpKonnectClient(
            OkHttpClient http,
            String userAgent,
            boolean regionalProbe,
            Duration longestUse,
            Clock clock,
            RandomGenerator random,
            MeterRegistry meters) {
        this.hosts = new Hosts(clock, random, meters);
        this.http = new Http(http, userAgent, hosts);
        this.regionalProbe = regionalProbe;
        this.times = new RequestTimes(meters);
        this.shared = new SharedReplies(
                longestUse,
                clock,
                Counter.builder("konnect.auth.shared.answers")
                        .description("Calls to Konnect that an answer for another resource with the same token spared")
                        .register(meters));
        this.regions = new Regions(
                url -> times.measure(
                        hosts.of(url).label(),
                        "regions",
                        () -> this.http.get(url, Optional.empty()),
                        answer -> Reply.toRegions(answer).outcome()),
                clock);
    }

    @Override
    public WhoAmI whoAmI(KonnectServer server, KonnectToken token, Freshness freshness) {
        var identity =
                ask(server.identityOrigin() + "/v3/organizations/me", "identity", Reply::toIdentity, token, freshness);
        var region = probed(server)
                .map(origin -> beside(
                        identity,
                        server,
                        origin,
                        () -> ask(
                                origin + "/v2/control-planes?page%5Bsize%5D=1",
                                "control-planes",
                                Reply::toControlPlanes,
                                token,
                                freshness)));
        var fromRegion = region.map(CompletableFuture::join);
        var missing = server instanceof KonnectServer.Regional regional
                        && !regional.isGlobal()
                        && !Answers.provesRegion(fromRegion)
                ? beside(identity, server, server.identityOrigin(), () -> regions.missing(regional))
                        .join()
                : Optional.<WhoAmI.NoSuchRegion>empty();
        return new Answers(identity.join(), fromRegion, missing).sum();
    }

    /**
     * Asks something else at the same time as the identity. A host that is being tried takes one call at a time, so there
     * the second waits for the first: refused, it would leave open what the first has just settled.
     */
    private <T> CompletableFuture<T> beside(
            CompletableFuture<From> identity,
            KonnectServer server,
            String origin,
            Supplier<CompletableFuture<T>> question) {
        var host = hosts.of(origin);
        return host != hosts.of(server.identityOrigin()) || host.breakerState() == Breaker.State.CLOSED
                ? question.get()
                : identity.thenCompose(_ -> question.get());
    }

    private Optional<String> probed(KonnectServer server) {
        return switch (server) {
            case KonnectServer.Regional regional ->
                regionalProbe && !regional.isGlobal() ? Optional.of(regional.origin()) : Optional.empty();
            case KonnectServer.PrivateOrigin origin -> regionalProbe ? Optional.of(origin.origin()) : Optional.empty();
        };
    }

    private CompletableFuture<From> ask(
            String url, String operation, Function<HttpAnswer, Reply> read, KonnectToken token, Freshness freshness) {
        return shared.ask(
                        new Question(url, token.fingerprint()),
                        freshness,
                        () -> times.measure(
                                hosts.of(url).label(),
                                operation,
                                () -> http.get(url, Optional.of(token)).thenApply(read),
                                Reply::outcome))
                .thenApply(reply -> new From(HttpUrl.get(url).host(), reply));
    }
}
