package io.github.konnectauth.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.operator.cluster.ApiServerTrouble;
import io.github.konnectauth.operator.cluster.CannotStart;
import io.github.konnectauth.operator.cluster.Cluster;
import io.github.konnectauth.operator.cluster.Leadership;
import io.github.konnectauth.operator.cluster.LeaseName;
import io.github.konnectauth.operator.cluster.OnlyInTurn;
import io.github.konnectauth.operator.cluster.Rights;
import io.github.konnectauth.operator.handback.HandBack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code konnect-auth-operator hand-back}. */
@Command(
        name = "hand-back",
        description = {
            "Takes back what the operator has put on resources and Secrets, so that Kong Operator, or nobody, can go on from there. Tokens and verdicts stay as they are.",
            "Stop the operator first, or give the lease that it works under: then this waits for it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = OperatorMain.VersionText.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true)
final class HandBackCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(HandBackCommand.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--what",
            split = ",",
            defaultValue = "secret-finalizers,in-use-finalizers,statuses",
            paramLabel = "<part>",
            description =
                    "What to take back, separated by commas: secret-finalizers, in-use-finalizers, and statuses (the conditions and fields that Kong Operator does not know).")
    private Set<HandBack.Part> what = EnumSet.noneOf(HandBack.Part.class);

    @Mixin
    private ScopeFlags scope = new ScopeFlags();

    @Mixin
    private LeaseFlags lease = new LeaseFlags();

    @Mixin
    private LogFlags log = new LogFlags();

    HandBackCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        var name = lease.name(environment, Objects.requireNonNull(spec).commandLine());
        log.configure();
        var leadership = name.map(held -> new Leadership(held, environment.getOrDefault("HOSTNAME", "hand-back")));
        try (var client = Cluster.connect(
                Cluster.of(environment),
                new ApiServerTrouble(new SimpleMeterRegistry()),
                OnlyInTurn.forChanges(Leadership.turn(leadership)))) {
            return underLease(client, name, leadership);
        } catch (CannotStart e) {
            LOG.error("{}", e.getMessage());
        } catch (KubernetesClientException e) {
            // Without its message, which may repeat what was refused.
            LOG.atError()
                    .addKeyValue("status", e.getCode())
                    .log("The API server does not let everything be handed back. Run this again when it does.");
        }
        return ExitCode.SOFTWARE;
    }

    private int underLease(KubernetesClient client, Optional<LeaseName> name, Optional<Leadership> leadership)
            throws CannotStart, InterruptedException {
        if (leadership.isEmpty()) {
            return take(client);
        }
        Rights.demand(client, name.orElseThrow());
        try (var held = leadership.get()) {
            var won = new CompletableFuture<Boolean>();
            held.seek(client, () -> won.complete(true), () -> won.complete(false));
            won.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return take(client);
        } catch (TimeoutException e) {
            throw new CannotStart("Another process has held the lease " + name.orElseThrow() + " for "
                    + PATIENCE.toSeconds() + " s. Stop the operator, and run this again.");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private int take(KubernetesClient client) {
        if (new HandBack(client, scope.namespaces(), scope.selector()).take(what)) {
            LOG.info("Nothing is left to be handed back");
            return ExitCode.OK;
        }
        LOG.error(
                "Something is left. Either the API server refuses, as told above, or an operator goes on putting it back: stop it, and run this again.");
        return ExitCode.SOFTWARE;
    }
}
