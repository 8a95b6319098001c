package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that read as numbers in YAML stay names. */
class NumericNamesTest {

    private static final Set<String> OF_NAMES = Set.of(
            "name",
            "namespace",
            "secretName",
            "serviceAccountName",
            "priorityClassName",
            "policyName",
            "labels",
            "matchLabels");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caBundle: {secretName: '123'}\nproxy: {existingSecret: '12'}\nreplicas: 2\nsecretGuard: {enabled: true}",
                "caBundle: {configMapName: '123'}\nwatchNamespaces: ['5', '1e9']\nleaderElection: {leaseName: '7', leaseNamespace: '8'}"
            })
    void every_name_namespace_and_label_is_text(String values) {
        var rendered = Chart.renderAs("1e3", "123", values + """

            serviceAccount: {name: '77'}
            priorityClassName: '1e3'
            commonLabels: {a: '1'}
            podLabels: {b: '2e2'}
            imagePullSecrets: [{name: '4'}]
            dashboard: {enabled: true, namespace: '9'}
            networkPolicy: {enabled: true, extraEgress: [{ports: [{port: 3128}]}]}
            metrics: {serviceMonitor: {enabled: true}}
            prometheusRule: {enabled: true}
            """);

        var seen = new HashSet<String>();
        for (var document : rendered.text().split("(?m)^---$", -1)) {
            check(Values.parse(document), "", seen);
        }
        assertThat(seen)
                .contains("name", "namespace", "serviceAccountName", "priorityClassName", "labels", "matchLabels");
        assertThat(rendered.only("Service").getMetadata().getName()).isEqualTo("release-1e3-konnect-auth-operator");
    }

    private static void check(Object node, String path, Set<String> seen) {
        if (node instanceof List<?> list) {
            list.forEach(each -> check(each, path + "[]", seen));
        }
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (OF_NAMES.contains(key) && !path.contains("openAPIV3Schema")) {
                    seen.add((String) key);
                    var texts = value instanceof Map<?, ?> labels ? labels.values().stream() : Stream.of(value);
                    assertThat(texts.allMatch(String.class::isInstance))
                            .as(path + "." + key + ": " + value)
                            .isTrue();
                }
                check(value, path + "." + key, seen);
            });
        }
    }
}
