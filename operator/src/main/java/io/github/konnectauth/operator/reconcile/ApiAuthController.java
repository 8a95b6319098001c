package io.github.konnectauth.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.konnect.KonnectClient;
import io.github.konnectauth.operator.token.CredentialSecret;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/** The controller of the one kind, as the framework runs it. */
public final class ApiAuthController implements AutoCloseable {

    private static final String NAME = "konnect-api-auth";
    private static final long PAGE = 500;
    private static final Duration SYNC = Duration.ofMinutes(2);

    private final Histories histories = new Histories();
    private final Latencies latencies;
    private final Transitions transitions;
    private final Operator operator;
    private final KonnectApiAuthReconciler reconciler;
    private final CheckPolicy policy;

    private volatile Runnable onBroken = () -> {};
    private Optional<RegisteredController<KonnectAPIAuthConfiguration>> registered = Optional.empty();

    /**
     * @param stopTimeout how long a stop waits for looks that have begun
     * @param instance this process's name, as Events give it
     */
    public ApiAuthController(
            KubernetesClient client,
            KonnectClient konnect,
            CheckPolicy policy,
            Clock clock,
            RandomGenerator random,
            MeterRegistry meters,
            Duration stopTimeout,
            String instance) {
        this.policy = policy;
        this.latencies = new Latencies(meters, System::nanoTime);
        this.transitions = new Transitions(client, clock, instance);
        this.operator = new Operator(framework -> framework
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withExecutorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("look-", 0).factory()))
                .withReconciliationTerminationTimeout(stopTimeout)
                .withCacheSyncTimeout(SYNC)
                .withInformerStoppedHandler((_, failure) -> {
                    if (failure != null) {
                        onBroken.run();
                    }
                })
                .withUseSSAToPatchPrimaryResource(false)
                .withResourceCloner(sharing(client)));
        this.reconciler = new KonnectApiAuthReconciler(
                policy, konnect, new StatusStore(client, meters), histories, transitions, latencies, clock, random);
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
    public void start(Set<String> namespaces, Runnable onBroken) {
        this.onBroken = onBroken;
        registered = Optional.of(operator.register(reconciler, settings -> configure(settings, namespaces)));
        operator.start();
    }

    /** Looks into these namespaces from now on; never empty, and only after the start. */
    public void watch(Set<String> namespaces) {
        registered.ifPresent(controller -> controller.changeNamespaces(namespaces));
    }

    /** Whether the caches are filled and their watches run. */
    public boolean isReady() {
        var runtime = operator.getRuntimeInfo();
        return runtime.isStarted() && runtime.allEventSourcesAreHealthy();
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
    @Override
    public void close() {
        operator.stop();
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
