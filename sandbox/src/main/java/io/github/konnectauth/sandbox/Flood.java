package io.github.konnectauth.sandbox;

import io.github.konnectauth.sandbox.Swarm.Member;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A tenant that is in the way as much as it can, in a namespace of its own: resources that are all broken, in five ways, a
 * Secret as large as can be, and one resource that gets another token all the time.
 */
final class Flood implements AutoCloseable {

    static final String NAMESPACE = "flood";

    /** Of the one that is rewritten. */
    static final int REWRITES_A_SECOND = 100;

    private static final String SECRETS = "/api/v1/namespaces/" + NAMESPACE + "/secrets";
    private static final int LARGE = 1_000_000;

    /** Few, since those who change one object stand in each other's way. */
    private static final int CALLERS = 4;

    private static final int WAYS = 5;
    private static final String SERVER = "us.api.konghq.com";
    private static final String RESTLESS = "restless";

    private final ApiServerCalls calls;
    private final AtomicLong rewrites = new AtomicLong();
    private final AtomicInteger number = new AtomicInteger();
    private final ScheduledExecutorService rewriting = Executors.newScheduledThreadPool(
            CALLERS, Thread.ofVirtual().name("rewriting-", 0).factory());

    Flood(ApiServerCalls calls) {
        this.calls = calls;
    }

    /** Creates everything; returns when it is there. */
    void create(int resources, AtomicInteger done, Duration limit) throws SandboxFailure, InterruptedException {
        calls.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + NAMESPACE + "\"}}");
        var data = Base64.getEncoder().encodeToString("x".repeat(LARGE).getBytes(StandardCharsets.UTF_8));
        calls.post(
                SECRETS,
                "{\"type\":\"Opaque\",\"metadata\":{\"name\":\"large\",\"labels\":{\"konghq.com/credential\":\"konnect\"}},"
                        + "\"data\":{\"token\":\"" + data + "\"}}");
        create(member(RESTLESS, inline(SERVER)));
        var members = IntStream.range(0, resources)
                .mapToObj(each -> member("broken-" + each, spec(each)))
                .toList();
        Swarm.forEach(members, this::create, done, limit);
    }

    private static Member member(String name, String spec) {
        return new Member(name, spec, Optional.empty());
    }

    private void create(Member member) throws SandboxFailure, InterruptedException {
        calls.post(
                KonnectKind.path(NAMESPACE),
                "{\"apiVersion\":\"" + KonnectKind.GROUP + "/" + KonnectKind.VERSION + "\",\"kind\":\""
                        + KonnectKind.NAME + "\",\"metadata\":{\"name\":\"" + member.name() + "\"},\"spec\":"
                        + member.spec() + "}");
    }

    private String spec(int each) {
        return switch (each % WAYS) {
            case 0 -> inline(SERVER);
            case 1 -> inline("https://metadata.example");
            case 2 -> referring("{\"name\":\"missing-" + each + "\"}");
            case 3 -> referring("{\"name\":\"large\"}");
            default -> referring("{\"name\":\"of-others\",\"namespace\":\"" + Swarm.NAMESPACE + "\"}");
        };
    }

    /** With a token that nobody has and that was not used before. */
    private String inline(String server) {
        return "{\"type\":\"token\",\"token\":\"kpat_flood" + number.incrementAndGet() + "\",\"serverURL\":\"" + server
                + "\"}";
    }

    private static String referring(String reference) {
        return "{\"type\":\"secretRef\",\"secretRef\":" + reference + ",\"serverURL\":\"" + SERVER + "\"}";
    }

    /** Begins to give one resource another token a hundred times a second, and to touch the large Secret once a second. */
    void beginToRewrite() {
        // Several in turns: none begins anew while it is still under way.
        var between = TimeUnit.SECONDS.toMicros(CALLERS) / REWRITES_A_SECOND;
        for (var caller = 0; caller < CALLERS; caller++) {
            var _ = rewriting.scheduleAtFixedRate(
                    () -> patch(
                            KonnectKind.path(NAMESPACE) + "/" + RESTLESS,
                            "{\"spec\":{\"token\":\"kpat_flood" + number.incrementAndGet() + "\"}}",
                            rewrites),
                    caller * between / CALLERS,
                    between,
                    TimeUnit.MICROSECONDS);
        }
        var _ = rewriting.scheduleAtFixedRate(
                () -> patch(
                        SECRETS + "/large",
                        "{\"metadata\":{\"annotations\":{\"touched\":\"" + number.incrementAndGet() + "\"}}}",
                        new AtomicLong()),
                0,
                1,
                TimeUnit.SECONDS);
    }

    private void patch(String path, String json, AtomicLong counted) {
        try {
            calls.patch(path, json);
            counted.incrementAndGet();
        } catch (SandboxFailure e) {
            // What the API server does not take is not counted.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often the one resource was given another token. */
    long rewrites() {
        return rewrites.get();
    }

    @Override
    public void close() {
        rewriting.shutdownNow();
    }
}
