package io.github.konnectauth.operator;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Resources, Secrets and tokens that change at random, and what each status has to say in the end. It knows nothing of
 * how the operator finds out: it goes by what it did itself, and by the table of reasons.
 */
final class RandomWorld {

    private static final List<String> RESOURCES =
            IntStream.range(0, 24).mapToObj(i -> "auth-" + i).toList();
    private static final List<String> SECRETS =
            IntStream.range(0, 8).mapToObj(i -> "konnect-" + i).toList();
    private static final String UNKNOWN_REGION = "nowhere.api.konghq.com";
    private static final String FORBIDDEN_SERVER = "konnect.example.com";
    private static final List<String> SERVERS =
            List.of("us.api.konghq.com", "us.api.konghq.com", "eu.api.konghq.com", UNKNOWN_REGION, FORBIDDEN_SERVER);
    private static final String OTHER_ORGANIZATION = "0d7a2f0e-6a52-4c8f-9c4b-3f1f6b0a7d11";
    private static final String NONE = "none";

    /** Where a resource has its token from. */
    private sealed interface Source {
        record Inline(String token) implements Source {}

        record Referred(String secret) implements Source {}
    }

    private record Spec(Source source, String server) {}

    private final Scene scene;
    private final RandomGenerator random;
    private final Map<String, String> organizations = new HashMap<>();
    private final List<String> known;
    private final List<String> tokens;
    private final Set<String> revoked = new HashSet<>();
    private final RandomSecrets secrets;
    private final SortedMap<String, Spec> resources = new TreeMap<>();

    RandomWorld(Scene scene, RandomGenerator random) {
        this.scene = scene;
        this.random = random;
        this.secrets = new RandomSecrets(scene);
        scene.konnect().organization(OTHER_ORGANIZATION, "Another");
        var all = new ArrayList<String>();
        for (var organization : List.of(Scene.ORGANIZATION, OTHER_ORGANIZATION)) {
            for (var i = 0; i < 4; i++) {
                var token = Canary.token();
                scene.konnect().token(token, organization);
                organizations.put(token, organization);
                all.add(token);
            }
        }
        known = List.copyOf(all);
        all.add(Canary.token());
        tokens = List.copyOf(all);
    }

    /** Does one thing that a person may do. */
    void change() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> createOrDelete(any(RESOURCES));
            case 3, 4 -> edit(any(RESOURCES));
            case 5 -> recreate(any(RESOURCES));
            case 6, 7 -> secrets.fill(any(SECRETS), anyText());
            case 8 -> secrets.delete(any(SECRETS));
            case 9 -> secrets.flipLabel(any(SECRETS));
            case 10 -> revoke(any(known));
            case 11 -> restore(any(known));
            default -> throw new IllegalStateException("there are 12 cases");
        }
    }

    private void createOrDelete(String name) {
        if (resources.containsKey(name)) {
            delete(name);
        } else {
            create(name);
        }
    }

    private void create(String name) {
        var spec = new Spec(
                random.nextBoolean() ? new Source.Inline(any(tokens)) : new Source.Referred(any(SECRETS)),
                any(SERVERS));
        switch (spec.source()) {
            case Source.Inline(var token) -> scene.inline(name, token, spec.server());
            case Source.Referred(var secret) -> scene.referring(name, secret, spec.server());
        }
        resources.put(name, spec);
    }

    private void delete(String name) {
        scene.raw(name).handle().delete();
        resources.remove(name);
    }

    private void edit(String name) {
        Optional.ofNullable(resources.get(name))
                .ifPresentOrElse(
                        spec -> resources.put(name, new Spec(edited(name, spec.source()), spec.server())),
                        () -> create(name));
    }

    private Source edited(String name, Source before) {
        return switch (before) {
            case Source.Inline _ -> {
                var token = any(tokens);
                scene.raw(name).spec("token", token);
                yield new Source.Inline(token);
            }
            case Source.Referred _ -> {
                var secret = any(SECRETS);
                scene.raw(name).spec("secretRef", Map.of("name", secret));
                yield new Source.Referred(secret);
            }
        };
    }

    /** A server cannot be changed. */
    private void recreate(String name) {
        if (resources.containsKey(name)) {
            delete(name);
        }
        create(name);
    }

    /** One in eight lacks the prefix. */
    private String anyText() {
        return random.nextInt(8) == 0 ? any(tokens).substring("kpat_".length()) : any(tokens);
    }

    private void revoke(String token) {
        scene.konnect().revoke(token);
        revoked.add(token);
    }

    private void restore(String token) {
        scene.konnect().restore(token);
        revoked.remove(token);
    }

    /** The names of the resources that there are. */
    Set<String> names() {
        return Set.copyOf(resources.keySet());
    }

    /** What each status has to tell, by the name of the resource. */
    SortedMap<String, String> expected() {
        var all = new TreeMap<String, String>();
        resources.forEach((name, spec) -> all.put(name, expected(spec)));
        return all;
    }

    private String expected(Spec spec) {
        var reason = reason(spec);
        var isValid = reason.equals("Valid");
        var progress = switch (reason) {
            case "Valid" -> "";
            case "SecretNotFound" -> " Reconciling";
            default -> " Stalled";
        };
        return told(
                reason,
                isValid ? "True" : "False",
                isValid ? Optional.ofNullable(organizations.get(token(spec))).orElse(NONE) : NONE,
                "https://" + spec.server(),
                "APIAuthValid Ready" + progress);
    }

    /** Server, reference, token, Konnect: the first that fails decides. */
    private String reason(Spec spec) {
        if (spec.server().equals(FORBIDDEN_SERVER)) {
            return "ServerNotAllowed";
        }
        if (spec.source() instanceof Source.Referred(var secret)) {
            var kept = secrets.get(secret);
            if (kept.isEmpty()) {
                return "SecretNotFound";
            }
            if (!RandomSecrets.isLabelled(kept.get())) {
                return "SecretNotLabelled";
            }
        }
        var token = token(spec);
        if (!token.startsWith("kpat_")) {
            return "MalformedToken";
        }
        if (revoked.contains(token) || !organizations.containsKey(token)) {
            return "TokenRejected";
        }
        return spec.server().equals(UNKNOWN_REGION) ? "UnknownRegion" : "Valid";
    }

    private String token(Spec spec) {
        return switch (spec.source()) {
            case Source.Inline(var token) -> token;
            case Source.Referred(var secret) -> secrets.token(secret);
        };
    }

    /** What each status that is stored tells, by the name of the resource. */
    SortedMap<String, String> stored() {
        return scene
                .client()
                .resources(KonnectAPIAuthConfiguration.class)
                .inNamespace(scene.namespace())
                .list()
                .getItems()
                .stream()
                .collect(Collectors.toMap(
                        resource -> resource.getMetadata().getName(),
                        RandomWorld::stored,
                        (one, _) -> one,
                        TreeMap::new));
    }

    private static String stored(KonnectAPIAuthConfiguration resource) {
        var status = resource.status();
        if (!status.conditions().stream()
                .allMatch(each -> Long.valueOf(resource.generation()).equals(each.observedGeneration()))) {
            return "not of this generation";
        }
        return told(
                of(status.condition(Condition.READY), Condition::reason),
                of(status.condition(Condition.READY), Condition::status)
                                .equals(of(status.condition(Condition.API_AUTH_VALID), Condition::status))
                        ? of(status.condition(Condition.READY), Condition::status)
                        : "Ready is not what APIAuthValid is",
                Optional.ofNullable(status.organizationId()).orElse(NONE),
                Optional.ofNullable(status.serverUrl()).orElse(NONE),
                status.conditions().stream().map(Condition::type).sorted().collect(Collectors.joining(" ")));
    }

    /** The finalizers of each Secret that there is. */
    SortedMap<String, List<String>> finalizers() {
        return secrets.each(secret -> secret.getMetadata().getFinalizers());
    }

    /** Those that it has to have. */
    SortedMap<String, List<String>> expectedFinalizers() {
        var named = resources.values().stream()
                .map(Spec::source)
                .filter(Source.Referred.class::isInstance)
                .map(source -> ((Source.Referred) source).secret())
                .collect(Collectors.toSet());
        return secrets.each(secret -> RandomSecrets.isLabelled(secret)
                        && named.contains(secret.getMetadata().getName())
                ? List.of(InUseFinalizer.SECRET.text())
                : List.of());
    }

    private static String told(String reason, String state, String organization, String server, String types) {
        return String.join(", ", reason, state, organization, server, types);
    }

    private static String of(Optional<Condition> condition, Function<Condition, String> part) {
        return condition.map(part).orElse(NONE);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
