package io.github.konnectauth.operator.konnect;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.konnectauth.operator.api.KonnectToken;
import io.github.konnectauth.operator.konnect.Answers.From;
import io.github.konnectauth.operator.konnect.SharedReplies.Question;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** Asks Konnect over HTTP. */
public final class OkHttpKonnectClient implements KonnectClient, AutoCloseable {

    private final ScheduledThreadPoolExecutor doorkeeper = new ScheduledThreadPoolExecutor(
            1, Thread.ofVirtual().name("doorkeeper").factory(), new ThreadPoolExecutor.DiscardPolicy());

    /** Each is remembered with every answer from it. */
    private final LoadingCache<String, HttpUrl> urls =
            Caffeine.newBuilder().maximumSize(1_000).build(HttpUrl::get);

    private final Clock clock;
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
     * @param perSecond calls a second to a host that does not say what it allows; 0 for no pacing at all
     * @param longestUse the greatest age at which an answer is shared
     * @param clock one that nobody sets
     */
    public OkHttpKonnectClient(
            OkHttpClient http,
            String userAgent,
            boolean regionalProbe,
            double perSecond,
            Duration longestUse,
            Clock clock,
            MeterRegistry meters) {
        this(http, userAgent, regionalProbe, perSecond, longestUse, clock, new Random(), meters);
    }

    /** @param random for the lengths of pauses; safe for use by several threads */
    OkHttpKonnectClient(
            OkHttpClient http,
            String userAgent,
            boolean regionalProbe,
            double perSecond,
            Duration longestUse,
            Clock clock,
            RandomGenerator random,
            MeterRegistry meters) {
        doorkeeper.setRemoveOnCancelPolicy(true);
        doorkeeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.clock = clock;
        this.hosts = new Hosts(() -> new Gate(clock, random, perSecond, System::nanoTime), doorkeeper, meters);
        this.http = new Http(http, userAgent);
        this.regionalProbe = regionalProbe;
        this.times = new RequestTimes(meters);
        this.shared = new SharedReplies(
                longestUse,
                clock,
                Counter.builder("konnect.auth.shared.answers")
                        .description("Calls to Konnect that an answer for another resource with the same token spared")
                        .register(meters));
        this.regions = new Regions(this::regions, clock);
    }

    /** The list is everybody's, so no namespace's turn is spent on it. */
    private CompletableFuture<HttpAnswer> regions(HttpUrl url) {
        var host = hosts.of(url);
        var visit = stand(host, url, Optional.empty(), new Asker("", Asker.Urgency.AWAITED));
        return visit.answer().whenComplete((answer, bug) -> {
            if (bug == null) {
                times.record(host.label(), "regions", Reply.toRegions(answer).outcome(), visit.took());
            }
        });
    }

    /** A call that takes its place in the line of its host. */
    private Visit stand(Host host, HttpUrl url, Optional<KonnectToken> token, Asker asker) {
        var visit = new Visit(host, http.get(url, token), clock);
        host.join(visit, asker);
        return visit;
    }

    @Override
    public Inquiry whoAmI(KonnectServer server, KonnectToken token, Freshness freshness, Asker asker) {
        var about = new About(token, freshness, asker);
        var identity = about.ask(server.identityOrigin(), "/v3/organizations/me", "identity", Reply::toIdentity);
        var region = probed(server)
                .map(origin -> beside(
                        identity,
                        origin,
                        () -> about.ask(
                                origin,
                                "/v2/control-planes?page%5Bsize%5D=1",
                                "control-planes",
                                Reply::toControlPlanes)));
        var answer = from(identity)
                .thenCombine(
                        region.map(asked -> asked.thenCompose(OkHttpKonnectClient::from)
                                        .thenApply(Optional::of))
                                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())),
                        (who, where) -> new Answers(who, where, Optional.empty()))
                .thenCompose(answers -> withRegions(server, answers))
                .thenApply(Answers::sum);
        return new Inquiry(
                answer,
                () -> {
                    identity.asking().hurry(asker);
                    var _ = region.map(asked -> asked.thenAccept(a -> a.asking().hurry(asker)));
                },
                () -> {
                    identity.asking().leave();
                    var _ = region.map(asked -> asked.thenAccept(a -> a.asking().leave()));
                });
    }

    private Optional<String> probed(KonnectServer server) {
        return switch (server) {
            case KonnectServer.Regional regional ->
                regionalProbe && !regional.isGlobal() ? Optional.of(regional.origin()) : Optional.empty();
            case KonnectServer.PrivateOrigin origin -> regionalProbe ? Optional.of(origin.origin()) : Optional.empty();
        };
    }

    /**
     * Asks something else at the same time as the identity. A host that is being tried takes one call at a time, so there
     * the second waits for the first: turned away, it would leave open what the first has just settled.
     */
    private CompletableFuture<Asked> beside(Asked identity, String origin, Supplier<Asked> question) {
        var host = hosts.of(urls.get(origin));
        return host != identity.host() || host.breakerState() == Breaker.State.CLOSED
                ? CompletableFuture.completedFuture(question.get())
                : identity.reply().thenApply(_ -> question.get());
    }

    private static CompletableFuture<From> from(Asked asked) {
        return asked.reply().thenApply(reply -> new From(asked.name(), reply));
    }

    /** With Konnect's list, if the region itself has not shown that there is such a one. */
    private CompletableFuture<Answers> withRegions(KonnectServer server, Answers answers) {
        return server instanceof KonnectServer.Regional regional && !regional.isGlobal() && !answers.proveRegion()
                ? regions.missing(regional).thenApply(answers::withMissing)
                : CompletableFuture.completedFuture(answers);
    }

    @Override
    public void whenUsable(String host, Instant asked, Object who, Runnable action) {
        hosts.named(host).whenUsable(asked, who, action);
    }

    @Override
    public void forget(Object who) {
        hosts.forget(who);
    }

    /** Ends what waits in line; nobody hears of it. */
    @Override
    public void close() {
        doorkeeper.shutdownNow();
    }

    /** A question that was asked of a host. */
    private record Asked(Host host, String name, Asking asking) {

        CompletableFuture<Reply> reply() {
            return asking.reply();
        }
    }

    /** What is the same for all questions about a token. */
    private final class About {

        private final KonnectToken token;
        private final Freshness freshness;
        private final Asker asker;

        About(KonnectToken token, Freshness freshness, Asker asker) {
            this.token = token;
            this.freshness = freshness;
            this.asker = asker;
        }

        Asked ask(String origin, String path, String operation, Function<HttpAnswer, Reply> read) {
            var url = urls.get(origin + path);
            var name = url.host();
            var host = hosts.named(name);
            var asking = shared.ask(new Question(url, token.fingerprint()), freshness, () -> {
                var visit = stand(host, url, Optional.of(token), asker);
                return new Asking(
                        reply(visit, host, operation, read), visit.sent(), Optional.of(new Asking.Place(host, visit)));
            });
            if (asker.urgency() == Asker.Urgency.AWAITED) {
                asking.hurry(asker);
            }
            return new Asked(host, name, asking);
        }

        private CompletableFuture<Reply> reply(
                Visit visit, Host host, String operation, Function<HttpAnswer, Reply> read) {
            return visit.answer().thenApply(answer -> {
                var reply = read.apply(answer);
                times.record(host.label(), operation, reply.outcome(), visit.took());
                return reply;
            });
        }
    }
}
