package io.github.konnectauth.operator.reconcile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.api.KonnectToken;
import io.github.konnectauth.operator.api.Reason;
import io.github.konnectauth.operator.token.CredentialSecret;
import io.github.konnectauth.operator.token.TokenResolution;
import io.github.konnectauth.operator.token.TokenResolution.Place;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what has changed: one line of log and one Event a transition. Nothing waits for Events. */
final class Transitions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Transitions.class);

    private final KubernetesClient client;
    private final Clock clock;
    private final String instance;
    private final boolean warnsOfInlineTokens;
    private final Cache<String, Boolean> toldOnce =
            Caffeine.newBuilder().maximumSize(100_000).build();

    private final Announcements announcements = new Announcements(this::write);

    /**
     * @param instance the pod's or host's name, as Events name their author
     * @param warnsOfInlineTokens whether a token that stands in a resource is worth an Event
     */
    Transitions(KubernetesClient client, Clock clock, String instance, boolean warnsOfInlineTokens) {
        this.client = client;
        this.clock = clock;
        this.instance = instance;
        this.warnsOfInlineTokens = warnsOfInlineTokens;
    }

    /** Its {@code Ready} condition has another reason now. */
    void readyChanged(KonnectAPIAuthConfiguration resource, Condition ready) {
        var isGood = ready.reason().equals(Reason.VALID.text());
        var line = isGood ? LOG.atInfo() : LOG.atWarn();
        line.addKeyValue("namespace", resource.getMetadata().getNamespace())
                .addKeyValue("name", resource.getMetadata().getName())
                .addKeyValue("reason", ready.reason())
                .log(ready.message());
        event(resource, isGood, ready.reason(), ready.message());
    }

    /** What is worth telling once, whatever the verdict. */
    void remark(KonnectAPIAuthConfiguration resource, Subject subject, Verdict verdict) {
        if (verdict instanceof Verdict.Valid(var organizationId, var state)
                && !state.isEmpty()
                && !state.equals("active")) {
            organizationLeftActive(resource, organizationId, state);
        }
        if (subject.isTrimmed()) {
            tokenTrimmed(
                    resource,
                    Judge.named(subject.token().place()),
                    subject.secretVersion().orElse(String.valueOf(subject.generation())));
        }
    }

    /**
     * A check has ended, which is the time to speak of what nobody has changed: after a restart checks are spread, and
     * thus the Events too.
     */
    void checked(KonnectAPIAuthConfiguration resource, Subject subject) {
        if (warnsOfInlineTokens
                && subject.token() instanceof TokenResolution.Resolved(Place.InResource _, var token, var _, var _)) {
            tokenInline(resource, token);
        }
    }

    /** The organization is closing down; told once for a namespace. */
    private void organizationLeftActive(KonnectAPIAuthConfiguration resource, String organizationId, String state) {
        if (isFirst("organization", resource.getMetadata().getNamespace(), organizationId, state)) {
            event(
                    resource,
                    false,
                    "OrganizationNotActive",
                    "Konnect says that organization " + organizationId + " is " + state
                            + ". The token is still valid; ask the organization's owner.");
        }
    }

    /** White space around a token was cut; told once for a version of a Secret, or of the resource. */
    private void tokenTrimmed(KonnectAPIAuthConfiguration resource, String place, String version) {
        if (isFirst("trimmed", resource.getMetadata().getUid(), place, version)) {
            event(
                    resource,
                    false,
                    "TokenTrimmed",
                    "White space around the token in " + place
                            + " was cut. Store the token without it: Kong Operator would fail with this one.");
        }
    }

    /** Everybody who may read the resource reads the token; told once for a token. */
    private void tokenInline(KonnectAPIAuthConfiguration resource, KonnectToken token) {
        if (isFirst(
                "inline", resource.getMetadata().getUid(), token.fingerprint().value())) {
            event(
                    resource,
                    false,
                    "InlineToken",
                    "The token stands in spec.token, where everybody who may read the resource reads it. Create a new token"
                            + " in Konnect and store it in a Secret of the type Opaque, with the label "
                            + CredentialSecret.LABEL + ": " + CredentialSecret.LABEL_VALUE + ", under the key "
                            + CredentialSecret.TOKEN_KEY
                            + ". Then set spec.type to secretRef and spec.secretRef.name to that Secret, remove spec.token,"
                            + " and revoke the old token.");
        }
    }

    /** The list of conditions is full of others'; told once for a resource. */
    void conditionsLeftOut(KonnectAPIAuthConfiguration resource, Set<String> types) {
        if (!types.isEmpty() && isFirst("full", resource.getMetadata().getUid())) {
            LOG.atWarn()
                    .addKeyValue("namespace", resource.getMetadata().getNamespace())
                    .addKeyValue("name", resource.getMetadata().getName())
                    .addKeyValue("conditions", types)
                    .log("The list of conditions is full of other writers' conditions, so these are left out");
        }
    }

    /**
     * A look failed: the API server refused this resource's status, or there is a bug. What it refuses to the account,
     * and its silence, concern all resources, and are told elsewhere.
     */
    void failed(KonnectAPIAuthConfiguration resource, Exception e) {
        if (e instanceof KubernetesClientException refusal && concernsAll(refusal)) {
            return;
        }
        var isRefusal = e instanceof KubernetesClientException;
        var line = isRefusal ? LOG.atWarn() : LOG.atError().setCause(e);
        line = line.addKeyValue("namespace", resource.getMetadata().getNamespace())
                .addKeyValue("name", resource.getMetadata().getName());
        if (e instanceof KubernetesClientException refusal) {
            // Without its message, which may repeat what was refused.
            line = line.addKeyValue("status", refusal.getCode());
        }
        line.log(
                isRefusal
                        ? "The API server refuses what a check needs; it is tried again"
                        : "A check failed in a way that it was not prepared for; it is tried again");
    }

    private static boolean concernsAll(KubernetesClientException e) {
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_FORBIDDEN ->
                String.valueOf(e.getMessage()).contains(" cannot ");
            case HttpURLConnection.HTTP_BAD_GATEWAY,
                    HttpURLConnection.HTTP_UNAVAILABLE,
                    HttpURLConnection.HTTP_GATEWAY_TIMEOUT -> true;
            default -> e.getCode() <= 0 && e.getCause() instanceof IOException;
        };
    }

    private boolean isFirst(String... key) {
        return toldOnce.asMap().putIfAbsent(String.join("\n", key), true) == null;
    }

    private void event(KonnectAPIAuthConfiguration resource, boolean isNormal, String reason, String note) {
        announcements.add(Announcement.about(resource, clock.instant(), isNormal, reason, note));
    }

    private void write(Announcement announcement) {
        try {
            client.resource(announcement.by(instance)).create();
        } catch (KubernetesClientException e) {
            if (!concernsAll(e) && isFirst("failed", String.valueOf(e.getCode()))) {
                LOG.atWarn()
                        .addKeyValue("status", e.getCode())
                        .log(
                                "An Event could not be written, and others may be missing too. Statuses are not affected.");
            }
        }
    }

    /** Writes what is waiting, for at most a few seconds. */
    @Override
    public void close() {
        announcements.close();
    }
}
