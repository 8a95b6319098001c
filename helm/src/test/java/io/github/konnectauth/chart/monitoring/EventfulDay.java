package io.github.konnectauth.chart.monitoring;

import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.github.konnectauth.operator.ApiServer;
import io.github.konnectauth.operator.OperatorProcess;
import io.github.konnectauth.operator.Scene;
import io.github.konnectauth.operator.TestAccount;
import io.github.konnectauth.simulator.Fault;
import io.github.konnectauth.simulator.KonnectSimulator;
import io.github.konnectauth.simulator.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * The operator itself, as people run it, on a day on which all happens that its metrics can tell: Konnect answers in every
 * way there is, and the account lacks a right.
 */
final class EventfulDay implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Scene scene = Scene.on(ApiServer.Crd.OURS);
    private final KonnectSimulator stranger = KonnectSimulator.start();
    private final OperatorProcess operator;

    /** @param directory for files */
    EventfulDay(Path directory) {
        operator = OperatorProcess.run(
                accountWithoutEvents().kubeconfig(),
                Map.of("HTTPS_PROXY", scene.konnect().proxyUrl(), "NO_PROXY", "localhost"),
                "--watch-namespaces=" + scene.namespace(),
                "--ca-bundle=" + scene.konnect().writeCa(directory),
                "--allowed-hosts=*.api.konghq.com,localhost:" + stranger.port(),
                "--request-timeout=5s");
        operator.awaitOutput("managementPort");
        happen();
    }

    private TestAccount accountWithoutEvents() {
        var account = new TestAccount(scene.server(), scene.namespace(), "operator");
        account.grant(
                scene.namespace(),
                new PolicyRuleBuilder()
                        .withApiGroups("", "konnect.konghq.com")
                        .withResources("secrets", "konnectapiauthconfigurations", "konnectapiauthconfigurations/status")
                        .withVerbs("*")
                        .build());
        return account;
    }

    private void happen() {
        var konnect = scene.konnect();
        scene.inline("valid", scene.token());
        scene.inline("shared", scene.token(), "eu.api.konghq.com");

        var revoked = scene.token();
        konnect.revoke(revoked);
        scene.inline("revoked", revoked);
        struck("forbidden", Fault.of(Fault.Kind.FORBIDDEN).on(Operation.IDENTITY));
        struck("strange", Fault.of(Fault.Kind.GARBAGE).on(Operation.IDENTITY));
        struck("failing", Fault.of(Fault.Kind.SERVER_ERROR).on(Operation.IDENTITY));
        scene.inline("nowhere", scene.token(), "nowhere.api.konghq.com");
        scene.inline("impostor", scene.token(), "https://localhost:" + stranger.port());
        await("forbidden", "rejected", "unexpected", "unreachable", "accepted");

        // It pauses the hosts, so it comes last.
        struck("throttled", Fault.of(Fault.Kind.RATE_LIMITED).on(Operation.IDENTITY));
        await("throttled");
    }

    private void struck(String name, Fault fault) {
        var token = scene.token();
        scene.konnect().fault(fault.forToken(token));
        scene.inline(name, token);
    }

    private void await(String... outcomes) {
        for (var outcome : outcomes) {
            Awaitility.await("for a call with the outcome " + outcome)
                    .atMost(PATIENCE)
                    .until(() -> page().contains("outcome=\"" + outcome + "\""));
        }
    }

    /** What the operator shows now. */
    Exposition metrics() {
        return Exposition.parse(page());
    }

    private String page() {
        return operator.get("/metrics");
    }

    @Override
    public void close() {
        try (scene;
                stranger;
                operator) {
            operator.terminate();
        }
    }
}
