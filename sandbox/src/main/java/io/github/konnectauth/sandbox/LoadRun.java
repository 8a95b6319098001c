package io.github.konnectauth.sandbox;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.konnectauth.simulator.KonnectSimulator;
import io.github.konnectauth.simulator.Operation;
import io.github.konnectauth.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;

/** One run of the load generator, measurement after measurement. */
final class LoadRun {

    private static final String ORGANIZATION = "11111111-2222-4333-8444-555555555555";
    private static final Duration UNTIL_IDLE = Duration.ofSeconds(5);
    private static final Duration FOR_ONE = Duration.ofSeconds(30);

    private final LoadPlan plan;
    private final Path root;
    private final Stage stage;
    private final Teardown teardown;
    private final Progress progress;

    LoadRun(LoadPlan plan, Path root, Stage stage) {
        this.plan = plan;
        this.root = root;
        this.stage = stage;
        this.teardown = stage.teardown();
        this.progress = stage.progress();
    }

    private record Idle(Duration ready, OptionalLong memory, Samples oneByOne, Object status) {}

    private record Rush(
            Duration time, Duration processorTime, OptionalLong memory, long identityCalls, long regionCalls) {}

    /** Measures everything; each wait is bounded. */
    Measurements measure() throws SandboxFailure, InterruptedException {
        var server = new ApiServerChoice(System.getenv(), stage).startReal();
        new Crd(root, server.client()).install();
        var konnect = KonnectSimulator.start(SimulatorSettings.defaults().withLatency(plan.latency()));
        teardown.add("stop the simulator", konnect::close);
        konnect.organization(ORGANIZATION, "Load");
        var launch = new OperatorLaunch(
                root.resolve("operator/target/konnect-auth-operator.jar"),
                server.kubeconfig(),
                konnect.proxyUrl(),
                konnect.writeCa(stage.work().path()),
                plan.javaOptions(),
                plan.operatorOptions(),
                stage.work().operatorLog());
        var swarm = new Swarm(server.client(), konnect, ORGANIZATION);
        var idle = idle(launch, server.client(), swarm);
        var floor = floor(swarm, idle.status());
        var rush = rush(launch, server.client(), swarm, konnect);
        return new Measurements(
                plan,
                server.version(),
                idle.ready(),
                idle.memory(),
                idle.oneByOne(),
                floor,
                rush.time(),
                rush.processorTime(),
                rush.memory(),
                rush.identityCalls(),
                rush.regionCalls());
    }

    private Idle idle(OperatorLaunch launch, KubernetesClient client, Swarm swarm)
            throws SandboxFailure, InterruptedException {
        progress.step("Starting the operator on an empty cluster.");
        var operator = OperatorProcess.start(launch, teardown);
        var ready = operator.awaitReady();
        progress.step("Ready after " + ready.toMillis() + " ms. Idling for " + UNTIL_IDLE.toSeconds() + " s.");
        Thread.sleep(UNTIL_IDLE);
        var memory = ResidentMemory.ofProcess(operator.pid());
        progress.step("Creating " + plan.oneByOne() + " resources, one after another.");
        var samples = new ArrayList<Duration>();
        try (var watch = ResourceWatch.start(client, Swarm.NAMESPACE, _ -> {})) {
            for (var resource : swarm.prepare("one", plan.oneByOne())) {
                var begin = System.nanoTime();
                swarm.create(resource);
                var name = resource.getMetadata().getName();
                var seen = watch.await(name, Observation::isTrue, name + " to be valid", FOR_ONE);
                samples.add(Duration.ofNanos(seen.seenAt() - begin));
            }
        }
        var status = status(client, "one-0");
        operator.stop();
        swarm.removeAll();
        return new Idle(ready, memory, new Samples(samples), status);
    }

    /** The status that the operator stored. */
    private static Object status(KubernetesClient client, String name) throws SandboxFailure {
        var resource = KonnectKind.in(client)
                .inNamespace(Swarm.NAMESPACE)
                .withName(name)
                .require();
        return Optional.ofNullable(resource.getAdditionalProperties().get("status"))
                .orElseThrow(() -> new SandboxFailure("The resource " + name + " has lost its status."));
    }

    /** What the API server and the load generator need for themselves. */
    private Duration floor(Swarm swarm, Object status) throws SandboxFailure, InterruptedException {
        progress.step("Creating " + plan.resources() + " resources and storing the same status, without an operator.");
        var resources = swarm.prepare("floor", plan.resources());
        var begin = System.nanoTime();
        Swarm.forEach(resources, resource -> swarm.createWithStatus(resource, status), plan.limit());
        var time = Duration.ofNanos(System.nanoTime() - begin);
        swarm.removeAll();
        return time;
    }

    private Rush rush(OperatorLaunch launch, KubernetesClient client, Swarm swarm, KonnectSimulator konnect)
            throws SandboxFailure, InterruptedException {
        progress.step("Starting the operator again.");
        var operator = OperatorProcess.start(launch, teardown);
        operator.awaitReady();
        Thread.sleep(UNTIL_IDLE);
        konnect.resetCounts();
        var resources = swarm.prepare("rush", plan.resources());
        var before = operator.processorTime();
        progress.step("Creating " + plan.resources() + " resources. Waiting until all are valid, for at most "
                + plan.limit().toSeconds() + " s.");
        try (var watch = ResourceWatch.start(client, Swarm.NAMESPACE, _ -> {})) {
            var begin = System.nanoTime();
            Swarm.forEach(resources, swarm::create, plan.limit());
            watch.awaitValid(plan.resources(), plan.limit());
            var time = Duration.ofNanos(System.nanoTime() - begin);
            var rush = new Rush(
                    time,
                    operator.processorTime().minus(before),
                    ResidentMemory.ofProcess(operator.pid()),
                    konnect.requests(Operation.IDENTITY),
                    konnect.requests(Operation.CONTROL_PLANES));
            operator.stop();
            return rush;
        }
    }
}
