package io.github.konnectauth.chart.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.github.konnectauth.chart.Chart;
import io.github.konnectauth.operator.ApiServer;
import io.github.konnectauth.operator.NeedsApiServer;
import io.github.konnectauth.operator.Scene;
import io.github.konnectauth.operator.konnect.AllowedHosts;
import io.github.konnectauth.operator.konnect.KonnectServer;
import io.github.konnectauth.operator.konnect.KonnectServer.Parsed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What HostGuardAgreesTest shows of the policy on hosts holds on the API server, which reads CEL by other code. Each list of hosts is a release
 * of its own that only warns, so that one request tells what all of them say.
 */
@NeedsApiServer
class HostGuardAgreesIT {

    private static String release(int list) {
        return "list" + list;
    }

    private static List<GenericKubernetesResource> policies() {
        var policies = new ArrayList<GenericKubernetesResource>();
        for (var list = 0; list < HostLists.ALL.size(); list++) {
            var hosts = HostLists.ALL.get(list).stream().collect(Collectors.joining("', '", "['", "']"));
            var rendered = Chart.renderAs(
                    release(list),
                    "hosts",
                    "hostGuard: {enabled: true, validationActions: [Warn]}\nallowedHosts: " + hosts);
            policies.addAll(rendered.all("ValidatingAdmissionPolicy"));
            policies.addAll(rendered.all("ValidatingAdmissionPolicyBinding"));
        }
        return policies;
    }

    @Test
    void the_API_server_comes_to_the_same_as_the_operator() {
        var policies = policies();
        try (var scene = Scene.on(ApiServer.Crd.PERMISSIVE)) {
            try {
                policies.forEach(policy -> scene.client().resource(policy).serverSideApply());
                var all = IntStream.range(0, HostLists.ALL.size()).boxed().toList();
                Awaitility.await("for all policies to be in force")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> warning(scene, "http://nowhere").containsAll(all));

                var letIn = 0;
                for (var text : HostLists.texts()) {
                    var refusedBy = warning(scene, text);
                    for (var list : all) {
                        assertThat(!refusedBy.contains(list))
                                .as("%s let in by %s", text, HostLists.ALL.get(list))
                                .isEqualTo(isExpected(HostLists.ALL.get(list), text));
                        letIn += refusedBy.contains(list) ? 0 : 1;
                    }
                }
                assertThat(letIn).as("let in").isGreaterThan(500);
            } finally {
                policies.reversed()
                        .forEach(policy -> scene.client().resource(policy).delete());
            }
        }
    }

    /** What the operator permits, but for the exceptions that HostGuardAgreesTest names. */
    private static boolean isExpected(List<String> hosts, String text) {
        return switch (KonnectServer.parse(text)) {
            case Parsed.Server(var server) ->
                new AllowedHosts(hosts).permit(server)
                        && (!text.contains("[") || HostRule.of(hosts).permits(text));
            case Parsed.Malformed(var why) ->
                why.contains("punycode") && HostRule.of(hosts).permits(text);
        };
    }

    /** The lists whose policies refuse a resource with this server. */
    private static Set<Integer> warning(Scene scene, String serverUrl) {
        var warnings = String.join("\n", SpecGuards.warnings(scene, Map.of("serverURL", serverUrl)));
        return IntStream.range(0, HostLists.ALL.size())
                .filter(list -> warnings.contains("'" + release(list) + "-konnect-auth-operator.hosts.hosts'"))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
