package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that cannot work are refused with one message that names the key, before anything is installed. */
class RefusalsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        nope: 1                                         | at '': additional properties 'nope' not allowed
        image: {tagg: x}                                | at '/image': additional properties 'tagg' not allowed
        image: nginx                                    | at '/image': got string, want object
        image: {digest: "sha256:12"}                    | at '/image/digest'
        image: {pullPolicy: Sometimes}                  | at '/image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'
        image: {tag: 1.2}                               | at '/image/tag': got number, want string
        imagePullSecrets: [pull]                        | at '/imagePullSecrets/0': got string, want object
        replicas: two                                   | at '/replicas': got string, want integer
        replicas: 0                                     | at '/replicas': minimum
        leaderElection: {enabled: "yes"}                | at '/leaderElection/enabled': got string, want boolean
        leaderElection: {leaseName: A_b}                | at '/leaderElection/leaseName'
        watchNamespaces: a                              | at '/watchNamespaces': got string, want array
        watchNamespaces: [a, b, a]                      | at '/watchNamespaces': items at 0 and 2 are equal
        watchNamespaces: [A]                            | at '/watchNamespaces/0'
        labelSelector: {team: a}                        | at '/labelSelector': got object, want string
        allowedHosts: []                                | at '/allowedHosts': minItems
        allowedHosts: ["a,b"]                           | at '/allowedHosts/0'
        allowedHosts: ["https://a.example.com"]         | at '/allowedHosts/0'
        allowedHosts: ["a*.example.com"]                | at '/allowedHosts/0'
        labelSelector: team in a                        | at '/labelSelector'
        labelSelector: "team=a,,env=b"                  | at '/labelSelector'
        revalidationInterval: 10                        | at '/revalidationInterval': got number, want string
        revalidationInterval: 10 minutes                | at '/revalidationInterval'
        outageGrace: 1.5h                               | at '/outageGrace'
        requestTimeout: ""                              | at '/requestTimeout'
        regionalProbe: sometimes                        | at '/regionalProbe': got string, want boolean
        caBundle: {pem: "-----BEGIN CERTIFICATE-----"}  | at '/caBundle': additional properties 'pem' not allowed
        proxy: {url: "http://x"}                        | at '/proxy': additional properties 'url' not allowed
        logFormat: xml                                  | at '/logFormat': value must be one of 'json', 'text'
        logLevel: loud                                  | at '/logLevel': value must be one of 'error', 'warn', 'info', 'debug', 'trace'
        serviceAccount: {annotations: {a: true}}        | at '/serviceAccount/annotations/a': got boolean, want string
        crds: {keep: null}                              | at '/crds': missing property 'keep'
        hostGuard: {validationActions: []}              | at '/hostGuard/validationActions': minItems
        hostGuard: {validationActions: [Refuse]}        | at '/hostGuard/validationActions/0': value must be one of 'Deny', 'Warn', 'Audit'
        hostGuard: {validationActions: [Warn, Deny]}    | at '/hostGuard/validationActions': 'not' failed
        inlineTokenGuard: {namespaceSelector: {a: b}}   | at '/inlineTokenGuard/namespaceSelector': additional properties 'a' not allowed
        resources: {limits: {memory: true}}             | at '/resources/limits/memory': got boolean
        resources: {limit: {}}                          | at '/resources': additional properties 'limit' not allowed
        probes: {startup: {periodSeconds: 0}}           | at '/probes/startup/periodSeconds': minimum
        podDisruptionBudget: {maxUnavailable: half}     | at '/podDisruptionBudget/maxUnavailable'
        podDisruptionBudget: {maxUnavailable: 0}        | at '/podDisruptionBudget/maxUnavailable': minimum
        podDisruptionBudget: {maxUnavailable: 0%}       | at '/podDisruptionBudget/maxUnavailable'
        tolerations: [{keys: a}]                        | at '/tolerations/0': additional properties 'keys' not allowed
        affinity: {podAffinty: {}}                      | at '/affinity': additional properties 'podAffinty' not allowed
        topologySpreadConstraints: [{maxSkew: 1}]       | at '/topologySpreadConstraints/0': missing properties 'topologyKey', 'whenUnsatisfiable'
        extraEnv: [{nam: a}]                            | at '/extraEnv/0': additional properties 'nam' not allowed
        extraVolumes: [{emptyDir: {}}]                  | at '/extraVolumes/0': missing property 'name'
        extraVolumeMounts: [{name: a}]                  | at '/extraVolumeMounts/0': missing property 'mountPath'
        podLabels: {a: 1}                               | at '/podLabels/a': got number, want string
        metrics: {serviceMonitor: {interval: soon}}     | at '/metrics/serviceMonitor/interval'
        networkPolicy: {apiServerPorts: [70000]}        | at '/networkPolicy/apiServerPorts/0': maximum
        networkPolicy: {dnsPorts: []}                   | at '/networkPolicy/dnsPorts': minItems
        prometheusRule: {runbookUrl: here}              | at '/prometheusRule/runbookUrl'
        prometheusRule: {runbookUrl: "http://a/{{b}}"}  | at '/prometheusRule/runbookUrl'
        dashboard: {namespace: A}                       | at '/dashboard/namespace'
        """)
    void the_schema_names_the_key(String values, String message) {
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"replicas": 2, "leaderElection": {"enabled": false}}      | replicas is 2 and leaderElection.enabled is false
        serviceAccount: {create: false}                            | serviceAccount.create is false and serviceAccount.name is empty
        revalidationInterval: 999ms                                | revalidationInterval is 999ms: it has to be at least 1s
        requestTimeout: 0h0m0s                                     | requestTimeout is 0h0m0s: it has to be more than 0s
        caBundle: {secretName: a, configMapName: b}                | caBundle.secretName and caBundle.configMapName are both set
        caBundle: {key: bundle.pem}                                | caBundle.key is set, and neither caBundle.secretName nor caBundle.configMapName
        proxy: {existingSecret: a, httpsProxy: "http://b:1"}       | proxy.existingSecret is set together with proxy.httpsProxy
        proxy: {noProxy: a}                                        | proxy.noProxy is set and proxy.httpsProxy is not
        proxy: {httpsProxy: "socks://a:1"}                         | proxy.httpsProxy is not a proxy: write it as http://host:port
        {"proxy": {"httpsProxy": "http://a:1"}, "allowedHosts": ["a.example", "*"]} | allowedHosts holds * and a proxy is set
        {"proxy": {"existingSecret": "a"}, "allowedHosts": ["*.*:8443"]} | allowedHosts holds *.*:8443 and a proxy is set
        {"proxy": {"existingSecret": "a"}, "networkPolicy": {"enabled": true}} | Let the pods reach the proxy by networkPolicy.extraEgress
        extraEnv: [{name: konnect_auth_log_level, value: debug}]   | extraEnv holds konnect_auth_log_level
        extraEnv: [{name: https_proxy, value: "http://a:1"}]       | extraEnv holds https_proxy
        extraVolumes: [{name: ca-bundle, emptyDir: {}}]            | extraVolumes holds ca-bundle
        metrics: {podMonitor: {enabled: true}, serviceMonitor: {enabled: true}} | metrics.serviceMonitor.enabled and metrics.podMonitor.enabled are both true
        metrics: {service: {enabled: false}, serviceMonitor: {enabled: true}} | metrics.serviceMonitor.enabled is true and metrics.service.enabled is false
        """)
    void values_that_do_not_fit_each_other_are_named(String values, String message) {
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allowedHosts: ['*', '*.Example.com', '10.0.0.1:8443', '[fd00::1]:8443', 'a.b-c.example.com']",
                "labelSelector: 'team=a, env in (x, y),!legacy,example.com/kind!=b,stage notin (c),tier==,on'"
            })
    void what_the_operator_takes_is_not_refused(String values) {
        assertThat(Chart.render(values).kinds()).contains("Deployment");
    }

    @Test
    void more_hosts_than_an_admission_policy_can_name_are_refused() {
        var hosts = IntStream.range(0, 3000)
                .mapToObj(i -> "'konnect-" + i + ".department.example.com:8443'")
                .collect(Collectors.joining(", ", "allowedHosts: [", "]"));

        assertThatThrownBy(() -> Chart.render(hosts + "\nhostGuard: {enabled: true}"))
                .hasMessageContaining("hostGuard.enabled is true and allowedHosts holds 3000 hosts");
        assertThat(Chart.render(hosts).kinds()).contains("Deployment");
    }

    @Test
    void a_proxys_password_is_refused_and_not_repeated() {
        assertThatThrownBy(() -> Chart.render("proxy: {httpsProxy: 'http://me:hidden@proxy:1'}"))
                .hasMessageContaining("proxy.existingSecret")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void a_watched_namespace_that_does_not_exist_is_named() {
        var cluster = List.of(namespace("konnect-auth"), namespace("a"));

        assertThatThrownBy(() -> Chart.render(Values.parse("watchNamespaces: [a, b, c]"), cluster))
                .hasMessageContaining("watchNamespaces: there is no namespace b, c.");
        assertThatThrownBy(() -> Chart.render(Values.parse("watchNamespaces: [b]"), List.of(namespace("kube-system"))))
                .hasMessageContaining("watchNamespaces: there is no namespace b.");
        assertThat(Chart.render(Values.parse("watchNamespaces: [a, konnect-auth]"), List.of(namespace("a")))
                        .all("Role"))
                .as("the release's own namespace may be created by the same command")
                .hasSize(3);
        assertThat(Chart.render(Values.parse("watchNamespaces: [a, b]"), List.of())
                        .all("Role"))
                .as("without a cluster nothing can be missing")
                .hasSize(3);
    }

    @Test
    void the_namespaces_of_the_lease_and_of_the_dashboard_have_to_exist_too() {
        var cluster = List.of(namespace("konnect-auth"));

        assertThatThrownBy(() -> Chart.render(Values.parse("leaderElection: {leaseNamespace: b}"), cluster))
                .hasMessageContaining("leaderElection.leaseNamespace: there is no namespace b.");
        assertThatThrownBy(() -> Chart.render(Values.parse("dashboard: {enabled: true, namespace: c}"), cluster))
                .hasMessageContaining("dashboard.namespace: there is no namespace c.");
        assertThat(Chart.render(Values.parse("dashboard: {namespace: c}"), cluster)
                        .kinds())
                .contains("Deployment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Secret", "ConfigMap"})
    void a_CA_bundle_that_is_there_and_not_PEM_is_refused(String kind) {
        var values = Values.of("caBundle." + (kind.equals("Secret") ? "secretName" : "configMapName"), "trust");

        assertThat(Chart.render(values, List.of()).kinds())
                .as("it may come later")
                .contains("Deployment");
        assertThat(Chart.render(
                                values,
                                List.of(bundle(
                                        kind,
                                        "ca.crt",
                                        "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n")))
                        .kinds())
                .contains("Deployment");
        for (var wrong : List.of(
                bundle(kind, "ca.crt", "garbage"),
                bundle(kind, "ca.crt", "-----BEGIN CERTIFICATE-----\nAA=="),
                bundle(kind, "other", "garbage"))) {
            assertThatThrownBy(() -> Chart.render(values, List.of(wrong)))
                    .hasMessageContaining(kind + " konnect-auth/trust holds no PEM certificate under the key ca.crt");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
        ''     | ''     | ''     | refused
        team=a | ''     | ''     | refused
        ''     | team=a | ''     | refused
        team=a | team=a | ''     | refused
        ''     | ''     | a,b    | refused
        team=a | team=b | ''     | accepted
        team=a | team=b | a,b    | accepted
        """)
    void a_release_that_looks_at_what_another_one_looks_at_is_refused(
            String own, String other, String namespaces, String outcome) {
        var cluster = List.of(release("other", "elsewhere", other, namespaces), release("x", "y", null, null));
        var values = Values.of("labelSelector", own);

        if (outcome.equals("accepted")) {
            assertThat(Chart.render(values, cluster).kinds()).contains("Deployment");
        } else {
            assertThatThrownBy(() -> Chart.render(values, cluster))
                    .hasMessageContaining("The release other in the namespace elsewhere looks at")
                    .hasMessageContaining("Give both a labelSelector of their own, or both watchNamespaces");
        }
    }

    @Test
    void a_release_with_the_lease_of_another_one_is_refused() {
        var other = release("other", "elsewhere", "team=b", "");
        other.getMetadata().getAnnotations().put("konnectauth.github.io/lease", "leases/one");
        var values = Values.parse("labelSelector: team=a\nleaderElection: {leaseName: one, leaseNamespace: leases}");

        assertThatThrownBy(() -> Chart.render(values, List.of(other, namespace("leases"))))
                .hasMessageContaining("leads by the lease leases/one, and this one would too")
                .hasMessageContaining("leaderElection.leaseName");
        assertThat(Chart.render(Values.parse("labelSelector: team=a"), List.of(other))
                        .kinds())
                .contains("Deployment");
    }

    @Test
    void the_release_itself_and_other_programs_do_not_count_as_another_one() {
        var itself = release("konnect-auth-operator", "konnect-auth", "", "");

        assertThat(Chart.render(Map.of(), List.of(itself, release("x", "y", null, null)))
                        .kinds())
                .contains("Deployment");
    }

    private static HasMetadata namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    private static HasMetadata bundle(String kind, String key, String text) {
        if (kind.equals("Secret")) {
            var data = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            return new SecretBuilder()
                    .withNewMetadata()
                    .withName("trust")
                    .withNamespace("konnect-auth")
                    .endMetadata()
                    .addToData(key, data)
                    .build();
        }
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("trust")
                .withNamespace("konnect-auth")
                .endMetadata()
                .addToData(key, text)
                .build();
    }

    /** A Deployment as the chart makes it; of another program without a selector. */
    private static HasMetadata release(String name, String namespace, String selector, String namespaces) {
        var builder = new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels("app.kubernetes.io/instance", name)
                .endMetadata();
        if (selector != null) {
            builder.editMetadata()
                    .addToLabels("app.kubernetes.io/name", "konnect-auth-operator")
                    .addToAnnotations("konnectauth.github.io/label-selector", selector)
                    .addToAnnotations("konnectauth.github.io/watch-namespaces", namespaces)
                    .endMetadata();
        }
        return builder.build();
    }
}
