package io.github.konnectauth.sandbox;

import io.github.konnectauth.simulator.KonnectSimulator;
import io.github.konnectauth.simulator.Operation;
import io.github.konnectauth.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** An API server and a Konnect of a measurement's own, empty at first, with at most one operator at a time. */
final class BenchScene implements AutoCloseable {

    static final String ORGANIZATION = "11111111-2222-4333-8444-555555555555";

    /** An API server that has just begun is still busy with itself. */
    private static final Duration UNTIL_SETTLED = Duration.ofSeconds(4);

    private static final Pattern CUT = Pattern.compile("apiserver_terminated_watchers_total\\{.*} (\\S+)");

    private final BenchPlan plan;
    private final Stage stage;
    private final RealApiServer server;
    private final PodAccount account;
    private final KonnectSimulator konnect;
    private final ApiServerCalls calls;
    private final Swarm swarm;
    private Optional<OperatorProcess> operator = Optional.empty();

    private BenchScene(
            BenchPlan plan, Stage stage, RealApiServer server, PodAccount account, KonnectSimulator konnect) {
        this.plan = plan;
        this.stage = stage;
        this.server = server;
        this.account = account;
        this.konnect = konnect;
        this.calls = new ApiServerCalls(server.client());
        this.swarm = new Swarm(calls, konnect, ORGANIZATION);
    }

    /**
     * Starts both.
     *
     * @param rateLimit requests a minute that Konnect allows; 0 for no limit
     */
    static BenchScene open(BenchPlan plan, Stage stage, Path root, int rateLimit)
            throws SandboxFailure, InterruptedException {
        var server = new ApiServerChoice(System.getenv(), stage).startReal();
        new Crd(root, server.client()).install();
        var account = PodAccount.create(server, stage.work());
        var konnect = KonnectSimulator.start(
                SimulatorSettings.defaults().withLatency(plan.latency()).withRateLimit(rateLimit));
        stage.teardown().add("stop the simulator", konnect::close);
        konnect.organization(ORGANIZATION, "Benchmark");
        Thread.sleep(UNTIL_SETTLED);
        return new BenchScene(plan, stage, server, account, konnect);
    }

    /** Starts the operator, which is not ready yet, after the one before has ended. */
    OperatorProcess start(List<String> options) throws SandboxFailure, InterruptedException {
        stopOperator();
        var all = new ArrayList<>(plan.operatorOptions());
        all.addAll(options);
        if (all.stream().noneMatch(option -> option.startsWith("--leader-election"))) {
            // In a pod it would look for a lease; here there is one operator at a time.
            all.add("--leader-election=false");
        }
        var started = OperatorProcess.start(
                new OperatorLaunch(
                        plan.program(),
                        account.variables(),
                        konnect.proxyUrl(),
                        konnect.writeCa(stage.work().path()),
                        all,
                        stage.work().operatorLog()),
                stage.teardown());
        operator = Optional.of(started);
        return started;
    }

    /** Stops the operator that runs. */
    void stopOperator() throws SandboxFailure, InterruptedException {
        if (operator.isPresent()) {
            operator.get().demandRunning();
            operator.get().stop();
            operator = Optional.empty();
        }
    }

    VerdictWatch watch() throws SandboxFailure, InterruptedException {
        return VerdictWatch.start(calls, KonnectKind.path(Swarm.NAMESPACE));
    }

    /** Creates all, and returns when all are valid. @return the time that took */
    Duration fill(VerdictWatch watch, List<Swarm.Member> members, String text)
            throws SandboxFailure, InterruptedException {
        var limit = BenchPlan.limit(members.size());
        var begin = System.nanoTime();
        try (var _ = stage.progress().count(text, members.size(), watch::countValid)) {
            Swarm.forEach(members, swarm::create, new AtomicInteger(), limit);
            watch.awaitValid(members.size(), limit);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** What a tenant of another namespace does; nothing has been done yet. */
    Flood flood() {
        return new Flood(calls);
    }

    /**
     * Creates them one after another.
     *
     * @param limit for each verdict
     * @param pause between a verdict and the next creation
     * @return how long each has waited for its verdict
     */
    Samples oneByOne(VerdictWatch watch, List<Swarm.Member> members, Duration limit, Duration pause)
            throws SandboxFailure, InterruptedException {
        var text = "Creating " + members.size() + " resources, one after another.";
        return oneByOne(watch, members, swarm::create, text, limit, pause);
    }

    /** The same, with statuses that are stored by whoever creates the resources: no operator may be running. */
    Samples floorOneByOne(VerdictWatch watch, List<Swarm.Member> members, String status, Duration limit)
            throws SandboxFailure, InterruptedException {
        var text = "The floor: creating " + members.size() + " and storing the same status, one after another.";
        return oneByOne(watch, members, member -> swarm.createWithStatus(member, status), text, limit, Duration.ZERO);
    }

    private Samples oneByOne(
            VerdictWatch watch,
            List<Swarm.Member> members,
            Swarm.Work work,
            String text,
            Duration limit,
            Duration pause)
            throws SandboxFailure, InterruptedException {
        var samples = new ArrayList<Duration>();
        var done = new AtomicInteger();
        try (var _ = stage.progress().count(text, members.size(), done::get)) {
            for (var member : members) {
                var begin = System.nanoTime();
                work.with(member);
                samples.add(Duration.ofNanos(watch.awaitValid(member.name(), limit) - begin));
                done.incrementAndGet();
                Thread.sleep(pause);
            }
        }
        return new Samples(samples);
    }

    Swarm swarm() {
        return swarm;
    }

    KonnectSimulator konnect() {
        return konnect;
    }

    long identityCalls() {
        return konnect.requests(Operation.IDENTITY);
    }

    long regionCalls() {
        return konnect.requests(Operation.CONTROL_PLANES);
    }

    long calls() {
        return identityCalls() + regionCalls() + konnect.requests(Operation.REGIONS);
    }

    /** How often Konnect gave an answer, such as 429. */
    long answers(String outcome) {
        return konnect.counts().stream()
                .filter(each -> each.outcome().equals(outcome))
                .mapToLong(each -> each.count())
                .sum();
    }

    /** The most identity calls that one token has cost. */
    long mostIdentityCallsOfAToken() {
        return konnect.counts().stream()
                .filter(each -> each.path().equals(Operation.IDENTITY.path()))
                .mapToLong(each -> each.count())
                .max()
                .orElse(0);
    }

    /** What has been written to the API server since it began. */
    ApiWrites writes() throws SandboxFailure, InterruptedException {
        return ApiWrites.in(calls.get("/metrics"));
    }

    /** How many watches, of whomever, the API server has cut off because they were slow to listen. */
    long cutWatches() throws SandboxFailure, InterruptedException {
        return CUT.matcher(calls.get("/metrics"))
                .results()
                .mapToLong(row -> Math.round(Double.parseDouble(row.group(1))))
                .sum();
    }

    /** Stops everything, whatever has become of it. */
    @Override
    public void close() {
        try {
            if (operator.isPresent()) {
                operator.get().stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        konnect.close();
        server.close();
    }
}
