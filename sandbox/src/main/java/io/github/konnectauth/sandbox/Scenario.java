package io.github.konnectauth.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.konnectauth.simulator.KonnectSimulator;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** What the demo shows: a valid token, the same revoked, and restored. Every word of it is read from the API server. */
final class Scenario {

    static final String RESOURCE = "konnect-api-auth";
    private static final String FROM_SECRET = "konnect-api-auth-from-secret";
    private static final String FROM_ELSEWHERE = "konnect-api-auth-from-elsewhere";

    private static final Duration FOR_A_VERDICT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private final ApiServer server;
    private final KonnectSimulator konnect;
    private final ExampleSet examples;
    private final ResourceWatch watch;
    private final Progress progress;
    private final Clock clock;

    Scenario(
            ApiServer server,
            KonnectSimulator konnect,
            ExampleSet examples,
            ResourceWatch watch,
            Progress progress,
            Clock clock) {
        this.server = server;
        this.konnect = konnect;
        this.examples = examples;
        this.watch = watch;
        this.progress = progress;
        this.clock = clock;
    }

    /** Shows all of it; each wait ends after half a minute. */
    void play() throws SandboxFailure, InterruptedException {
        examples.apply();
        awaitVerdicts();
        show();
        var resource = KonnectKind.in(server.client())
                .inNamespace(examples.namespace())
                .withName(RESOURCE)
                .require();
        var token = ExampleFile.inlineToken(resource)
                .orElseThrow(() -> new SandboxFailure(ExampleSet.INLINE + " holds no token."));
        konnect.revoke(token);
        progress.step(
                "Konnect: the token of " + RESOURCE + " is revoked. Waiting for the next check to see that, for at"
                        + " most " + FOR_A_VERDICT.toSeconds() + " s.");
        await(RESOURCE, "False", "TokenRejected");
        show();
        konnect.restore(token);
        requestCheck();
        await(RESOURCE, "True", "Valid");
        show();
        progress.step("Waiting for the next check of " + FROM_SECRET + ", which has the same token, for at most "
                + FOR_A_VERDICT.toSeconds() + " s.");
        await(FROM_SECRET, "True", "Valid");
    }

    private void awaitVerdicts() throws SandboxFailure, InterruptedException {
        progress.step("Waiting for the operator's verdicts, for at most " + FOR_A_VERDICT.toSeconds() + " s each.");
        await(RESOURCE, "True", "Valid");
        await(FROM_SECRET, "True", "Valid");
        if (examples.holds(FROM_ELSEWHERE)) {
            // Without the kind KongReferenceGrant there is no grant, and nothing is permitted.
            await(FROM_ELSEWHERE, "False", "RefNotPermitted");
        }
    }

    private void await(String name, String valid, String reason) throws SandboxFailure, InterruptedException {
        watch.await(
                name,
                seen -> seen.valid().equals(valid) && seen.readyReason().equals(reason),
                name + " to be " + valid + " (" + reason + ")",
                FOR_A_VERDICT);
    }

    private void requestCheck() {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        KonnectKind.in(server.client())
                .inNamespace(examples.namespace())
                .withName(RESOURCE)
                .edit(resource -> {
                    var annotations = new TreeMap<>(
                            resource.getMetadata().getAnnotations() == null
                                    ? Map.<String, String>of()
                                    : resource.getMetadata().getAnnotations());
                    annotations.put(KonnectKind.CHECK_REQUESTED, now);
                    resource.getMetadata().setAnnotations(annotations);
                    return resource;
                });
        progress.step("Konnect: the token is restored. Annotation " + KonnectKind.CHECK_REQUESTED + "=" + now
                + " asks for a check at once. Waiting for it, for at most " + FOR_A_VERDICT.toSeconds() + " s.");
    }

    /** The table and the condition, as Kong's guide shows them. */
    private void show() throws SandboxFailure, InterruptedException {
        var table = new TableSource(server.client(), clock).of(examples.namespace(), RESOURCE);
        var condition = Observation.main(KonnectKind.in(server.client())
                        .inNamespace(examples.namespace())
                        .withName(RESOURCE)
                        .require())
                .orElseThrow(() -> new SandboxFailure(RESOURCE + " has lost its condition APIAuthValid."));
        try {
            progress.lines("\n" + table.text() + JSON.writeValueAsString(condition) + "\n\n");
        } catch (JsonProcessingException e) {
            throw new SandboxFailure("The condition cannot be written: " + e.getMessage(), e);
        }
    }
}
