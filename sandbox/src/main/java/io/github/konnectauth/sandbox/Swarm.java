package io.github.konnectauth.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.konnectauth.simulator.KonnectSimulator;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Makes many resources whose tokens Konnect knows. */
final class Swarm {

    static final String NAMESPACE = "default";

    /** How many calls to the API server are under way at once. */
    static final int CALLERS = 16;

    private static final String SECRETS = "/api/v1/namespaces/" + NAMESPACE + "/secrets";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VERSION = Pattern.compile("\"resourceVersion\":\"(\\d+)\"");

    private final ApiServerCalls calls;
    private final KonnectSimulator konnect;
    private final String organization;
    private final SecureRandom random = new SecureRandom();

    Swarm(ApiServerCalls calls, KonnectSimulator konnect, String organization) {
        this.calls = calls;
        this.konnect = konnect;
        this.organization = organization;
    }

    /** Where the resources have their tokens. */
    sealed interface Tokens {

        /** Each in its own spec. */
        record OwnEach() implements Tokens {}

        /** So many tokens, taken in turns, in the specs. */
        record Shared(int tokens) implements Tokens {}

        /** Each in a Secret of its own. */
        record SecretEach() implements Tokens {}
    }

    /**
     * One that is not created yet.
     *
     * @param secret the Secret that it names, if it names one
     */
    record Member(String name, String spec, Optional<String> secret) {

        String json() {
            return json("", "");
        }

        /** As it is sent to its status subresource. */
        String withStatus(String version, String status) {
            return json(",\"resourceVersion\":\"" + version + "\"", ",\"status\":" + status);
        }

        private String json(String inMetadata, String atTheEnd) {
            return "{\"apiVersion\":\"" + KonnectKind.GROUP + "/" + KonnectKind.VERSION + "\",\"kind\":\""
                    + KonnectKind.NAME + "\",\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"" + NAMESPACE
                    + "\"" + inMetadata + "},\"spec\":" + spec + atTheEnd + "}";
        }
    }

    /** The next ones, numbered from zero. */
    List<Member> prepare(String prefix, int count, Tokens tokens) {
        var members = new ArrayList<Member>(count);
        var shared = new ArrayList<String>();
        for (var number = 0; number < count; number++) {
            var name = prefix + "-" + number;
            members.add(
                    switch (tokens) {
                        case Tokens.OwnEach _ -> inline(name, newToken());
                        case Tokens.SecretEach _ -> withSecret(name, newToken());
                        case Tokens.Shared(var most) -> {
                            if (number < most) {
                                shared.add(newToken());
                            }
                            yield inline(name, shared.get(number % most));
                        }
                    });
        }
        return members;
    }

    private String newToken() {
        var bytes = new byte[24];
        random.nextBytes(bytes);
        var token = "kpat_" + HexFormat.of().formatHex(bytes);
        konnect.token(token, organization);
        return token;
    }

    private static Member inline(String name, String token) {
        return new Member(name, spec("\"type\":\"token\",\"token\":\"" + token + "\""), Optional.empty());
    }

    private static Member withSecret(String name, String token) {
        var data = Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
        return new Member(
                name,
                spec("\"type\":\"secretRef\",\"secretRef\":{\"name\":\"" + name + "\"}"),
                Optional.of("{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"type\":\"Opaque\",\"metadata\":{\"name\":\""
                        + name
                        + "\",\"labels\":{\"konghq.com/credential\":\"konnect\"}},\"data\":{\"token\":\"" + data
                        + "\"}}"));
    }

    private static String spec(String token) {
        return "{" + token + ",\"serverURL\":\"us.api.konghq.com\"}";
    }

    /** Creates one, after its Secret. */
    void create(Member member) throws SandboxFailure, InterruptedException {
        if (member.secret().isPresent()) {
            calls.post(SECRETS, member.secret().get());
        }
        calls.post(KonnectKind.path(NAMESPACE), member.json());
    }

    /** Creates one and stores a status for it, as an operator would. */
    void createWithStatus(Member member, String status) throws SandboxFailure, InterruptedException {
        var created = calls.post(KonnectKind.path(NAMESPACE), member.json());
        var version = VERSION.matcher(created);
        if (!version.find()) {
            throw new SandboxFailure("The API server has not given " + member.name() + " a version.");
        }
        calls.put(path(member.name()) + "/status", member.withStatus(version.group(1), status));
    }

    void remove(Member member) throws SandboxFailure, InterruptedException {
        calls.delete(path(member.name()));
    }

    /** The status of one as it is stored, as JSON. */
    String status(String name) throws SandboxFailure, InterruptedException {
        try {
            return JSON.readTree(calls.get(path(name))).path("status").toString();
        } catch (JsonProcessingException e) {
            throw new SandboxFailure("The API server gave no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String path(String name) {
        return KonnectKind.path(NAMESPACE) + "/" + name;
    }

    /** What is done with each. */
    interface Work {
        void with(Member member) throws SandboxFailure, InterruptedException;
    }

    /**
     * Does something with each, with {@link #CALLERS} callers; returns when all is done.
     *
     * @param done counts them
     */
    static void forEach(List<Member> members, Work work, AtomicInteger done, Duration limit)
            throws SandboxFailure, InterruptedException {
        var next = new AtomicInteger();
        try (var callers = Executors.newFixedThreadPool(
                CALLERS, Thread.ofVirtual().name("caller-", 0).factory())) {
            var all = callers.invokeAll(
                    Collections.nCopies(CALLERS, () -> {
                        for (var at = next.getAndIncrement(); at < members.size(); at = next.getAndIncrement()) {
                            work.with(members.get(at));
                            done.incrementAndGet();
                        }
                        return true;
                    }),
                    limit.toMillis(),
                    TimeUnit.MILLISECONDS);
            for (var each : all) {
                check(each, limit);
            }
        }
    }

    private static void check(Future<?> done, Duration limit) throws SandboxFailure, InterruptedException {
        if (done.isCancelled()) {
            throw new SandboxFailure("Not all resources could be created within " + limit.toSeconds() + " s.");
        }
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new SandboxFailure("A resource could not be created: " + e.getCause(), e);
        }
    }
}
