package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.api.Reason;
import io.github.konnectauth.operator.konnect.KonnectClient;
import io.github.konnectauth.operator.konnect.KonnectServer;
import io.github.konnectauth.operator.reconcile.Histories.Entry;
import io.github.konnectauth.operator.token.TokenResolution;
import io.github.konnectauth.operator.token.TokenResolver;
import io.github.konnectauth.operator.token.WatchedSecrets;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one resource at a time: parses its server, resolves its token, asks Konnect when that is due, and stores the
 * status that follows if it differs from the stored one.
 */
final class KonnectApiAuthReconciler implements Reconciler<KonnectAPIAuthConfiguration> {

    private final CheckPolicy policy;
    private final Schedule schedule;
    private final KonnectClient konnect;
    private final StatusStore store;
    private final Histories histories;
    private final Transitions transitions;
    private final Latencies latencies;
    private final Clock clock;
    private final RandomGenerator random;
    private final ApiAuthStatusFactory statuses;

    /** Set once, before the first resource is looked at. */
    private volatile @Nullable TokenResolver tokens;

    KonnectApiAuthReconciler(
            CheckPolicy policy,
            KonnectClient konnect,
            StatusStore store,
            Histories histories,
            Transitions transitions,
            Latencies latencies,
            Clock clock,
            RandomGenerator random) {
        this.policy = policy;
        this.schedule = new Schedule(policy.interval());
        this.konnect = konnect;
        this.store = store;
        this.histories = histories;
        this.transitions = transitions;
        this.latencies = latencies;
        this.clock = clock;
        this.random = random;
        this.statuses = new ApiAuthStatusFactory(clock);
    }

    @Override
    public List<EventSource<?, KonnectAPIAuthConfiguration>> prepareEventSources(
            EventSourceContext<KonnectAPIAuthConfiguration> context) {
        var referrers = new Referrers(context.getPrimaryCache());
        var secrets = new WatchedSecrets<>(context, secret -> arrived(referrers.of(secret)));
        tokens = new TokenResolver(secrets, policy.watchedNamespaces());
        return List.of(secrets.eventSource());
    }

    private Set<ResourceID> arrived(Set<ResourceID> ids) {
        ids.forEach(latencies::arrived);
        return ids;
    }

    @Override
    public UpdateControl<KonnectAPIAuthConfiguration> reconcile(
            KonnectAPIAuthConfiguration resource, Context<KonnectAPIAuthConfiguration> context) {
        if (context.isPrimaryResourceDeleted()) {
            histories.forget(resource);
            latencies.nothingToStore(resource);
            return UpdateControl.noUpdate();
        }
        var subject = subject(resource);
        var entry = histories
                .of(resource)
                .orElseGet(
                        () -> Entry.begin(resource.getMetadata().getUid(), History.begin(subject, resource.status())));
        var request = resource.checkRequest();
        var look = entry.history().look(subject.essence(), request, clock.instant(), policy.interval());
        var verdict = verdict(subject, look);

        var now = clock.instant();
        var history = entry.history().after(look, subject, verdict, request, now, schedule, policy.grace(), random);
        var outcome = history.outcome(subject.essence(), verdict, resource.status(), now, policy.grace());
        var status = statuses.next(subject, resource.status(), outcome, history);
        var seen = entry.seen(history, subject.generation(), reason(outcome, resource.status()));
        var wake = earliest(history.wake(request), store(resource, context, status, entry, seen, now));
        transitions.remark(resource, subject, verdict);
        if (status.conditions().size() >= Conditions.MAX) {
            transitions.conditionsLeftOut(resource, statuses.leftOut(subject, resource.status(), outcome));
        }
        return UpdateControl.<KonnectAPIAuthConfiguration>noUpdate().rescheduleAfter(until(wake, now));
    }

    /** The framework tries again, with growing pauses and without end. */
    @Override
    public ErrorStatusUpdateControl<KonnectAPIAuthConfiguration> updateErrorStatus(
            KonnectAPIAuthConfiguration resource, Context<KonnectAPIAuthConfiguration> context, Exception e) {
        transitions.failed(resource, e);
        return ErrorStatusUpdateControl.defaultErrorProcessing();
    }

    private Subject subject(KonnectAPIAuthConfiguration resource) {
        var resolver = Optional.ofNullable(tokens).orElseThrow();
        return new Subject(
                resource.generation(),
                resource.isMarkedForDeletion(),
                KonnectServer.parse(resource.spec().serverUrl()),
                resolver.resolve(
                        resource.getMetadata().getNamespace(), resource.spec().source()));
    }

    private Verdict verdict(Subject subject, Look look) {
        return Judge.beforeAsking(subject, policy.allowedHosts())
                .<Verdict>map(Function.identity())
                .orElseGet(() -> switch (look) {
                    case Look.AsBefore(var before) -> before;
                    case Look.Ask ask -> ask(subject, ask);
                });
    }

    private Verdict ask(Subject subject, Look.Ask ask) {
        if (subject.server() instanceof KonnectServer.Parsed.Server(var server)
                && subject.token() instanceof TokenResolution.Resolved resolved) {
            return Judge.ofAnswer(konnect.whoAmI(server, resolved.token(), ask.freshness()), resolved.place());
        }
        throw new IllegalStateException("a server or a token that is none has its verdict already");
    }

    /**
     * Stores the status if that changes anything.
     *
     * @param before what was remembered before this look
     * @param seen what is to be remembered after it
     * @return when it has to be tried again, if it could not be stored now
     */
    private Optional<Instant> store(
            KonnectAPIAuthConfiguration resource,
            Context<KonnectAPIAuthConfiguration> context,
            KonnectAPIAuthConfigurationStatus status,
            Entry before,
            Entry seen,
            Instant now) {
        if (store.isStored(status, resource.status())) {
            latencies.nothingToStore(resource);
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
        var toldBefore = before.shownReason().isEmpty() ? reason(resource.status()) : before.shownReason();
        if (!seen.shownReason().equals(toldBefore)) {
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
