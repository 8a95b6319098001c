package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.api.Reason;
import io.github.konnectauth.operator.konnect.KonnectClient;
import io.github.konnectauth.operator.konnect.ParsedServers;
import io.github.konnectauth.operator.reconcile.Histories.Entry;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one resource at a time: parses its server, resolves its token, asks Konnect when that is due, and stores the
 * status that follows if it differs from the stored one.
 */
final class KonnectApiAuthReconciler implements Reconciler<KonnectAPIAuthConfiguration>, AutoCloseable {

    private final ParsedServers servers = new ParsedServers();
    private final CheckPolicy policy;
    private final Schedule schedule;
    private final Inquiries inquiries;
    private final StatusStore store;
    private final Histories histories;
    private final Transitions transitions;
    private final Latencies latencies;
    private final Clock wall;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ApiAuthStatusFactory statuses;

    /** Set before the first resource is looked at. */
    private volatile @Nullable Surroundings surroundings;

    /** @param clock one that nobody sets, unlike the wall's */
    KonnectApiAuthReconciler(
            CheckPolicy policy,
            KonnectClient konnect,
            StatusStore store,
            Histories histories,
            Transitions transitions,
            Latencies latencies,
            Clock wall,
            InstantSource clock,
            RandomGenerator random) {
        this.policy = policy;
        this.schedule = new Schedule(policy.interval());
        this.inquiries = new Inquiries(konnect, this::lookAgain);
        this.store = store;
        this.histories = histories;
        this.transitions = transitions;
        this.latencies = latencies;
        this.wall = wall;
        this.clock = clock;
        this.random = random;
        this.statuses = new ApiAuthStatusFactory(wall);
    }

    @Override
    public List<EventSource<?, KonnectAPIAuthConfiguration>> prepareEventSources(
            EventSourceContext<KonnectAPIAuthConfiguration> context) {
        close();
        var around = new Surroundings(context, policy, latencies::arrived);
        surroundings = around;
        return around.eventSources();
    }

    Surroundings surroundings() {
        return Optional.ofNullable(surroundings).orElseThrow();
    }

    /** Puts on and takes off no more finalizers. */
    @Override
    public void close() {
        Optional.ofNullable(surroundings).ifPresent(Surroundings::close);
    }

    private void lookAgain(ResourceID id) {
        surroundings().lookAgain(id);
    }

    @Override
    public UpdateControl<KonnectAPIAuthConfiguration> reconcile(
            KonnectAPIAuthConfiguration seen, Context<KonnectAPIAuthConfiguration> context) {
        if (context.isPrimaryResourceDeleted()) {
            forget(seen, context);
            return UpdateControl.noUpdate();
        }
        var resource = surroundings().hold(seen);
        var subject = subject(resource);
        var entry = histories.of(resource).orElseGet(() -> begin(resource, subject));
        return finding(resource, subject, entry.history())
                .map(finding -> conclude(resource, context, subject, entry, finding))
                .orElseGet(() -> {
                    histories.put(resource, entry);
                    return UpdateControl.noUpdate();
                });
    }

    private void forget(KonnectAPIAuthConfiguration resource, Context<KonnectAPIAuthConfiguration> context) {
        var id = ResourceID.fromResource(resource);
        histories.forget(resource);
        inquiries.forget(id);
        latencies.nothingToStore(resource);
        surroundings().gone(resource);
        context.getPrimaryCache().get(id).ifPresent(successor -> announceLater(successor, context));
    }

    /** The framework forgets a resource that was made anew under its name while the deleted one was being looked at. */
    private static void announceLater(
            KonnectAPIAuthConfiguration successor, Context<KonnectAPIAuthConfiguration> context) {
        var resources = context.eventSourceRetriever().getControllerEventSource();
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
                .execute(() -> resources.eventReceived(ResourceAction.ADDED, successor, null, null));
    }

    private Entry begin(KonnectAPIAuthConfiguration resource, Subject subject) {
        return Entry.begin(
                resource.getMetadata().getUid(),
                History.begin(subject, resource.status(), clock.instant(), schedule, random),
                reason(resource.status()));
    }

    /**
     * What a look came to.
     *
     * @param look what it had to do
     * @param request the value of the check annotation that it has seen
     * @param isLast whether nothing follows but the next look; Konnect's answer may be awaited, and the last verdict stands
     */
    private record Finding(Look look, Optional<String> request, Verdict verdict, boolean isLast) {}

    /** Empty as long as Konnect's answer is awaited, and nothing was known before. */
    private Optional<Finding> finding(KonnectAPIAuthConfiguration resource, Subject subject, History history) {
        var now = clock.instant();
        var request = resource.checkRequest();
        var look = inquiries
                .begun(resource, subject.essence())
                .<Look>map(Function.identity())
                .orElseGet(() -> history.look(
                        subject.essence(),
                        request,
                        now,
                        policy.interval(),
                        inquiries.isWoken(ResourceID.fromResource(resource))));
        return Judge.beforeAsking(subject, policy.allowedHosts())
                .map(refused -> Optional.of(new Finding(look, request, refused, true)))
                .orElseGet(() -> switch (look) {
                    case Look.AsBefore(var before) -> Optional.of(new Finding(look, request, before, true));
                    case Look.Ask ask ->
                        inquiries
                                .answer(resource, subject, ask, now)
                                .map(answered -> new Finding(
                                        answered.look(),
                                        answered.request(),
                                        Judge.ofAnswer(
                                                answered.answer(),
                                                subject.token().place()),
                                        true))
                                .or(() -> history.standing(subject.essence())
                                        .map(last -> new Finding(new Look.AsBefore(last), request, last, false)));
                });
    }

    private UpdateControl<KonnectAPIAuthConfiguration> conclude(
            KonnectAPIAuthConfiguration resource,
            Context<KonnectAPIAuthConfiguration> context,
            Subject subject,
            Entry entry,
            Finding finding) {
        var now = clock.instant();
        var verdict = finding.verdict();
        var history = entry.history()
                .after(
                        finding.look(),
                        subject,
                        verdict,
                        finding.request(),
                        now,
                        wall.instant(),
                        schedule,
                        policy.grace(),
                        random);
        var outcome = history.outcome(subject.essence(), verdict, resource.status(), now, policy.grace());
        var status = statuses.next(subject, resource.status(), outcome, history);
        var seen = entry.seen(history, subject.generation(), reason(outcome, resource.status()));
        var again = store(resource, context, status, entry, seen, now, finding.isLast());
        var wake = finding.isLast() ? Optional.of(earliest(history.wake(resource.checkRequest()), again)) : again;
        transitions.remark(resource, subject, verdict);
        if (finding.look() instanceof Look.Ask) {
            transitions.checked(resource, subject);
        }
        if (status.conditions().size() >= Conditions.MAX) {
            transitions.conditionsLeftOut(resource, statuses.leftOut(subject, resource.status(), outcome));
        }
        var nothing = UpdateControl.<KonnectAPIAuthConfiguration>noUpdate();
        return wake.map(time -> nothing.rescheduleAfter(until(time, now))).orElse(nothing);
    }

    /** The framework tries again, with growing pauses and without end. */
    @Override
    public ErrorStatusUpdateControl<KonnectAPIAuthConfiguration> updateErrorStatus(
            KonnectAPIAuthConfiguration resource, Context<KonnectAPIAuthConfiguration> context, Exception e) {
        transitions.failed(resource, e);
        return ErrorStatusUpdateControl.defaultErrorProcessing();
    }

    private Subject subject(KonnectAPIAuthConfiguration resource) {
        return new Subject(
                resource.generation(),
                resource.isMarkedForDeletion(),
                servers.of(resource.spec().serverUrl()),
                surroundings().resolve(resource));
    }

    /**
     * Stores the status if that changes anything.
     *
     * @param before what was remembered before this look
     * @param seen what is to be remembered after it
     * @param isLast whether no answer is awaited, after which there may be something to store
     * @return when it has to be tried again, if it could not be stored now
     */
    private Optional<Instant> store(
            KonnectAPIAuthConfiguration resource,
            Context<KonnectAPIAuthConfiguration> context,
            KonnectAPIAuthConfigurationStatus status,
            Entry before,
            Entry seen,
            Instant now,
            boolean isLast) {
        if (store.isStored(status, resource.status())) {
            if (isLast) {
                latencies.nothingToStore(resource);
            }
            histories.put(resource, seen.asStored());
            return Optional.empty();
        }
        var isCorrection = before.isStored() && before.tellsTheSameAs(seen);
        if (isCorrection && now.isBefore(seen.correctable())) {
            latencies.nothingToStore(resource);
            histories.put(resource, seen);
            return Optional.of(seen.correctable());
        }
        histories.put(resource, seen.asUnstored());
        var written = store.replace(resource, status);
        if (written.isEmpty()) {
            return Optional.of(now.plus(CheckPolicy.AFTER_CONFLICT));
        }
        latencies.stored(resource);
        var version = written.get().getMetadata().getResourceVersion();
        histories.put(resource, isCorrection ? seen.asCorrected(version, now) : seen.asWritten(version));
        context.eventSourceRetriever()
                .getControllerEventSource()
                .handleRecentResourceUpdate(ResourceID.fromResource(resource), written.get(), resource);
        if (!seen.shownReason().equals(before.shownReason())) {
            status.condition(Condition.READY).ifPresent(ready -> transitions.readyChanged(resource, ready));
        }
        return Optional.empty();
    }

    /** The reason to show: that of the outcome, even where the list of conditions has no room for Ready. */
    private static String reason(Outcome outcome, KonnectAPIAuthConfigurationStatus stored) {
        return switch (outcome) {
            case Outcome.Tell tell -> tell.verdict().reason().text();
            case Outcome.Doubt doubt -> doubt.verdict().reason().text();
            case Outcome.LeaveAsItIs _ -> reason(stored);
        };
    }

    private static String reason(KonnectAPIAuthConfigurationStatus status) {
        return status.condition(Condition.READY).map(Condition::reason).orElse(Reason.PENDING.text());
    }

    private static Instant earliest(Instant one, Optional<Instant> other) {
        return other.filter(one::isAfter).orElse(one);
    }

    private static Duration until(Instant wake, Instant now) {
        var delay = Duration.between(now, wake);
        return delay.isPositive() ? delay : Duration.ofMillis(1);
    }
}
