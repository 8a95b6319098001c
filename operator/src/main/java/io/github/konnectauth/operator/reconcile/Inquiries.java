package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.konnect.Asker;
import io.github.konnectauth.operator.konnect.Inquiry;
import io.github.konnectauth.operator.konnect.KonnectClient;
import io.github.konnectauth.operator.konnect.KonnectServer;
import io.github.konnectauth.operator.konnect.WhoAmI;
import io.github.konnectauth.operator.reconcile.Subject.Essence;
import io.github.konnectauth.operator.token.TokenResolution;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * What Konnect is being asked, at most one question a resource. No look waits for an answer: the resource is looked at
 * again when it is there. What is not wanted any more leaves the line, so a resource that changes a hundred times a second
 * stands there once.
 */
final class Inquiries {

    private final KonnectClient konnect;
    private final Consumer<ResourceID> lookAgain;
    private final ConcurrentMap<ResourceID, Open> open = new ConcurrentHashMap<>();
    private final Set<ResourceID> woken = ConcurrentHashMap.newKeySet();

    /** @param lookAgain sees to it that this resource is looked at soon, by another thread */
    Inquiries(KonnectClient konnect, Consumer<ResourceID> lookAgain) {
        this.konnect = konnect;
        this.lookAgain = lookAgain;
    }

    /**
     * An answer.
     *
     * @param look what was to be done when it was asked for
     * @param request the value of the check annotation at that time
     */
    record Answered(Look.Ask look, Optional<String> request, WhoAmI answer) {}

    private record Open(
            String uid, Essence essence, Look.Ask look, Optional<String> request, Instant asked, Inquiry inquiry) {

        boolean isAnswered() {
            return inquiry.answer().isDone();
        }

        boolean isOf(KonnectAPIAuthConfiguration resource, Essence other) {
            return uid.equals(resource.getMetadata().getUid()) && essence.equals(other);
        }
    }

    /** Whether a host may be asked again that could not be asked about this resource. Told once. */
    boolean isWoken(ResourceID id) {
        return woken.remove(id);
    }

    /** The look that has asked about this very subject and has not had its answer yet. */
    Optional<Look.Ask> begun(KonnectAPIAuthConfiguration resource, Essence essence) {
        var id = ResourceID.fromResource(resource);
        var asked = Optional.ofNullable(open.get(id));
        var isOf = asked.filter(a -> a.isOf(resource, essence)).isPresent();
        asked.filter(a -> !isOf && a.isAnswered()).ifPresent(stale -> open.remove(id, stale));
        return asked.filter(_ -> isOf).map(Open::look);
    }

    /**
     * The answer to the question of this look: asked for now or before. If it is not there yet, the resource is looked at
     * again when it is.
     *
     * @param now a time before the question, if it has to be asked now
     */
    Optional<Answered> answer(KonnectAPIAuthConfiguration resource, Subject subject, Look.Ask look, Instant now) {
        var id = ResourceID.fromResource(resource);
        var before = Optional.ofNullable(open.get(id));
        var same = before.filter(b -> b.isOf(resource, subject.essence()));
        if (same.filter(s -> !s.isAnswered()).isPresent()) {
            same.filter(s -> !s.request().equals(resource.checkRequest()))
                    .ifPresent(s -> s.inquiry().hurry().run());
            return Optional.empty();
        }
        before.filter(b -> same.isEmpty() && !b.isAnswered())
                .ifPresent(b -> b.inquiry().leave().run());
        var asked = same.orElseGet(() -> ask(resource, subject, look, now));
        if (!asked.isAnswered()) {
            open.put(id, asked);
            var _ = asked.inquiry().answer().whenComplete((_, _) -> lookAgain.accept(id));
            return Optional.empty();
        }
        open.remove(id);
        var answer = asked.inquiry().answer().join();
        answer.awaitedHost().ifPresent(host -> konnect.whenUsable(host, asked.asked(), id, () -> wake(id)));
        return Optional.of(new Answered(asked.look(), asked.request(), answer));
    }

    private Open ask(KonnectAPIAuthConfiguration resource, Subject subject, Look.Ask look, Instant now) {
        if (subject.server() instanceof KonnectServer.Parsed.Server(var server)
                && subject.token() instanceof TokenResolution.Resolved resolved) {
            var asker = new Asker(resource.getMetadata().getNamespace(), look.urgency());
            return new Open(
                    resource.getMetadata().getUid(),
                    subject.essence(),
                    look,
                    resource.checkRequest(),
                    now,
                    konnect.whoAmI(server, resolved.token(), look.freshness(), asker));
        }
        throw new IllegalStateException("a server or a token that is none has its verdict already");
    }

    private void wake(ResourceID id) {
        woken.add(id);
        lookAgain.accept(id);
    }

    /** The resource is gone. */
    void forget(ResourceID id) {
        Optional.ofNullable(open.remove(id))
                .filter(asked -> !asked.isAnswered())
                .ifPresent(asked -> asked.inquiry().leave().run());
        woken.remove(id);
        konnect.forget(id);
    }
}
