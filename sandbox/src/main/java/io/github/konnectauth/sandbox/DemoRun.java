package io.github.konnectauth.sandbox;

import io.github.konnectauth.simulator.KonnectSimulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** One run of the demo. What it starts is stopped by its teardown, whatever happens. */
final class DemoRun {

    /** The organization of Kong's guide. */
    private static final String ORGANIZATION = "5ca26716-02f7-4430-9117-1d1a7a2695e7";

    /** Short, so that a revoked token is seen soon. */
    private static final List<String> OPERATOR_OPTIONS = List.of("--revalidation-interval", "5s");

    private final Path root;
    private final boolean isKept;
    private final Stage stage;
    private final WorkDirectory work;
    private final Teardown teardown;
    private final Progress progress;

    DemoRun(Path root, boolean isKept, Stage stage) {
        this.root = root;
        this.isKept = isKept;
        this.stage = stage;
        this.work = stage.work();
        this.teardown = stage.teardown();
        this.progress = stage.progress();
    }

    /** With an API server of its own. */
    void onThisMachine() throws SandboxFailure, InterruptedException, IOException {
        var server = new ApiServerChoice(System.getenv(), stage).start();
        new Crd(root, server.client()).install();
        progress.step("crds/: " + KonnectKind.CRD + " created");
        play(server, ExampleSet.all(root, server, progress), OPERATOR_OPTIONS, () -> {});
    }

    /** In the cluster of the current context, if that is agreed to. */
    void inCluster() throws SandboxFailure, InterruptedException, IOException {
        var server = CurrentContext.read(teardown);
        var crd = new Crd(root, server.client());
        var brings = !crd.isInstalled();
        progress.lines("""
                This uses %s.
                There it creates a namespace of its own, with a Secret and two resources in it%s.
                The simulator and the operator run on this machine; the operator watches that namespace only.
                At the end all of that is removed.""".formatted(
                server.description(), brings ? ", and the CRD " + KonnectKind.CRD : "; the CRD is there already"));
        System.out.print("Go on? [y/N] ");
        System.out.flush();
        if (!Consent.isGiven(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)))) {
            progress.lines("");
            throw new SandboxFailure("Not agreed to: nothing was created.");
        }
        if (brings) {
            teardown.add("remove the CRD", () -> removeCrd(crd));
            crd.install();
            progress.step("crds/: " + KonnectKind.CRD + " created");
        }
        var namespace = GuestNamespace.create(server.client(), progress);
        progress.step("namespace/" + namespace.name() + " created");
        teardown.add("remove namespace " + namespace.name(), namespace::remove);
        // Whatever the operator may learn to do, resources of others are not for a simulated Konnect.
        var options = new ArrayList<>(OPERATOR_OPTIONS);
        options.addAll(List.of("--watch-namespaces", namespace.name()));
        var examples = ExampleSet.within(namespace.name(), root, server, progress);
        play(server, examples, options, namespace::empty);
    }

    private void removeCrd(Crd crd) {
        var others = crd.countResources();
        if (others > 0) {
            progress.step("The CRD stays: there are " + others + " resources of its kind now.");
        } else {
            crd.remove();
            progress.step("The CRD is removed.");
        }
    }

    /** @param beforeTheOperatorStops what has to be undone while it still runs */
    private void play(
            ApiServer server, ExampleSet examples, List<String> operatorOptions, Teardown.Undo beforeTheOperatorStops)
            throws SandboxFailure, InterruptedException {
        var konnect = KonnectSimulator.start();
        teardown.add("stop the simulator", konnect::close);
        konnect.organization(ORGANIZATION, "The organization of Kong's guide");
        examples.tokens().forEach(token -> konnect.token(token, ORGANIZATION));
        progress.step("Konnect: the simulator answers for *.api.konghq.com through " + konnect.proxyUrl()
                + ". It knows the examples' placeholder tokens.");
        var operator = OperatorProcess.start(
                new OperatorLaunch(
                        OperatorProgram.plain(root),
                        server.kubeconfig()
                                .map(file -> Map.of("KUBECONFIG", file.toString()))
                                .orElseGet(Map::of),
                        konnect.proxyUrl(),
                        konnect.writeCa(work.path()),
                        operatorOptions,
                        work.operatorLog()),
                teardown);
        teardown.add("remove the examples", beforeTheOperatorStops);
        progress.step(
                "Operator: process " + operator.pid() + " started. Waiting for it to be ready, for at most 60 s.");
        operator.awaitReady();
        progress.step("Operator: ready");
        var watch = ResourceWatch.start(server.client(), examples.namespace(), this::tell);
        teardown.add("end the watch", watch::close);
        new Scenario(server, konnect, examples, watch, progress, Clock.systemUTC()).play();
        if (!operator.isRunning()) {
            throw new SandboxFailure("The operator has ended by itself. Its log is " + work.operatorLog() + ".");
        }
        progress.step("Everything happened as it should.");
        if (isKept) {
            keep(server, examples);
        }
    }

    private void tell(Observation seen) {
        progress.step(seen.name() + ": " + seen.valid() + " (" + seen.readyReason() + ") " + seen.message());
    }

    private void keep(ApiServer server, ExampleSet examples) throws InterruptedException {
        progress.lines("\nIt stays up until Ctrl-C. In another terminal:");
        server.kubeconfig().ifPresent(file -> progress.lines("  export KUBECONFIG=" + file));
        if (server instanceof RealApiServer real) {
            progress.lines("  alias kubectl=" + real.kubectl());
        }
        progress.lines("  kubectl -n " + examples.namespace() + " get " + KonnectKind.PLURAL + " -w -o wide");
        progress.lines("  tail -f " + work.operatorLog());
        new CountDownLatch(1).await();
    }
}
