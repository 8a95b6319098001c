package io.github.konnectauth.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.konnect.KonnectClient;
import io.github.konnectauth.operator.token.CredentialSecret;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** The controller of the one kind, as the framework runs it. */
public final class ApiAuthController implements AutoCloseable {

    /** As many as a client of the API server has calls under way: a look waits for nothing else. */
    private static final int LOOKS_AT_ONCE = 64;

    /**
     * Enough to keep an API server busy that is near, where 64 stored no more statuses a second than these; more of a tenant's
     * would stand in others' way at the API server, which knows no turns.
     */
    private static final int OF_ONE_NAMESPACE = 16;

    private static final String NAME = "konnect-api-auth";
    private static final long PAGE = 500;
    private static final Duration SYNC = Duration.ofMinutes(2);

    private final Histories histories = new Histories();
    private final Latencies latencies;
    private final Transitions transitions;
    private final KonnectApiAuthReconciler reconciler;
    private final KubernetesClient client;
    private final CheckPolicy policy;
    private final Duration stopTimeout;

    private volatile Runnable onBroken = () -> {};
    private volatile Optional<Operator> operator = Optional.empty();

    /**
     * @param isOurTurn asked right before each write of a status: whether no other process is working
     * @param clock the wall's, for what is shown
     * @param steady a clock that nobody sets, for all else
     * @param stopTimeout how long a stop waits for looks that have begun
     * @param instance this process's name, as Events give it
     */
    public ApiAuthController(
            KubernetesClient client,
            KonnectClient konnect,
            CheckPolicy policy,
            BooleanSupplier isOurTurn,
            Clock clock,
            InstantSource steady,
            RandomGenerator random,
            MeterRegistry meters,
            Duration stopTimeout,
            String instance) {
        this.client = client;
        this.policy = policy;
        this.stopTimeout = stopTimeout;
        this.latencies = new Latencies(meters, System::nanoTime);
        this.transitions = new Transitions(client, clock, instance, policy.warnsOfInlineTokens());
        this.reconciler = new KonnectApiAuthReconciler(
                policy,
                konnect,
                new StatusStore(client, isOurTurn, meters),
                histories,
                transitions,
                latencies,
                clock,
                steady,
                random);
    }

    private void configure(
            ControllerConfigurationOverrider<KonnectAPIAuthConfiguration> settings, Set<String> namespaces) {
        settings.withName(NAME)
                .withGenerationAware(false)
                // Deletions are heard this way without a finalizer of our own.
                .withTriggerReconcilerOnAllEvents(true)
                .withRetry(new GenericRetry()
                        .setInitialInterval(1000)
                        .setIntervalMultiplier(2)
                        .setMaxInterval(60_000)
                        .withoutMaxAttempts())
                .withReconciliationMaxInterval(null)
                .withInformerListLimit(PAGE)
                .withOnAddFilter(this::isNew)
                .withOnUpdateFilter(this::isForUs);
        policy.labelSelector().ifPresent(settings::withLabelSelector);
        if (!namespaces.isEmpty()) {
            settings.settingNamespaces(namespaces);
        }
    }

    private boolean isNew(KonnectAPIAuthConfiguration resource) {
        latencies.arrived(ResourceID.fromResource(resource));
        return true;
    }

    /** All changes but those that we made ourselves, and those of metadata that means nothing to us. */
    private boolean isForUs(KonnectAPIAuthConfiguration now, KonnectAPIAuthConfiguration before) {
        var isForUs = now.generation() != before.generation()
                || !now.getMetadata().getUid().equals(before.getMetadata().getUid())
                || !now.checkRequest().equals(before.checkRequest())
                || !Objects.equals(
                        now.getMetadata().getDeletionTimestamp(),
                        before.getMetadata().getDeletionTimestamp())
                || (!now.status().equals(before.status()) && !isOurs(now));
        if (isForUs) {
            latencies.arrived(ResourceID.fromResource(now));
        }
        if (!Referrers.reference(now).equals(Referrers.reference(before))) {
            reconciler.surroundings().letGo(before);
        }
        return isForUs;
    }

    private boolean isOurs(KonnectAPIAuthConfiguration now) {
        return histories
                .of(now)
                .filter(entry -> entry.storedVersion().equals(now.getMetadata().getResourceVersion()))
                .isPresent();
    }

    /** Our own types are never changed once they are read, so one copy serves all. */
    private static Cloner sharing(KubernetesClient client) {
        return new Cloner() {
            @Override
            public <R extends HasMetadata> R clone(R object) {
                return object instanceof KonnectAPIAuthConfiguration || object instanceof CredentialSecret
                        ? object
                        : client.getKubernetesSerialization().clone(object);
            }
        };
    }

    /**
     * Fills the caches and begins to look; returns when the caches are filled.
     *
     * @param namespaces to look into; empty for all
     * @param onBroken run when a watch has ended for good, so that changes would go unheard
     */
    public synchronized void start(Set<String> namespaces, Runnable onBroken) {
        this.onBroken = onBroken;
        begin(namespaces);
    }

    /**
     * Looks into these namespaces from now on: finishes the looks that have begun, fills the caches anew, and remembers
     * what it knows. The framework's own way to change namespaces forgets the looks that end in the meantime.
     *
     * @param namespaces never empty; only after the start
     */
    public synchronized void watch(Set<String> namespaces) {
        operator.ifPresent(Operator::stop);
        begin(namespaces);
    }

    private void begin(Set<String> namespaces) {
        // The framework ends the executor when it stops.
        var looks = new Looks(LOOKS_AT_ONCE, OF_ONE_NAMESPACE);
        var next = new Operator(framework -> framework
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withExecutorService(looks)
                .withMetrics(looks)
                .withReconciliationTerminationTimeout(stopTimeout)
                .withCacheSyncTimeout(SYNC)
                .withInformerStoppedHandler((_, failure) -> {
                    if (failure != null) {
                        onBroken.run();
                    }
                })
                .withUseSSAToPatchPrimaryResource(false)
                .withResourceCloner(sharing(client)));
        next.register(reconciler, settings -> configure(settings, namespaces));
        operator = Optional.of(next);
        reconciler.surroundings().begin();
        next.start();
        reconciler.surroundings().sweep();
    }

    /** Whether the caches have been filled. */
    public boolean isReady() {
        return operator.filter(running -> running.getRuntimeInfo().isStarted()).isPresent();
    }

    /** Shows every resource that has been looked at. */
    public void forEach(View view) {
        histories.forEach((id, entry) -> view.show(
                id.getNamespace().orElse(""),
                id.getName(),
                entry.shownReason(),
                entry.history().decidedAt()));
    }

    /** Finishes the looks that have begun, and begins no more. */
    public synchronized void stop() {
        operator.ifPresent(Operator::stop);
        operator = Optional.empty();
        reconciler.close();
    }

    /** Stops, and writes the Events that are waiting, which may take some seconds. */
    @Override
    public void close() {
        stop();
        transitions.close();
    }

    /** Is shown resources. */
    public interface View {

        /**
         * A resource that has been looked at.
         *
         * @param reason of the {@code Ready} condition
         * @param decidedAt when a check last ended with a verdict; empty before the first
         */
        void show(String namespace, String name, String reason, Optional<Instant> decidedAt);
    }
}
