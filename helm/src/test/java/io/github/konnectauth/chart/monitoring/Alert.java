package io.github.konnectauth.chart.monitoring;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An alert, as the chart's file of rules has it. */
record Alert(String name, String expression, Map<String, String> labels, Map<String, String> annotations) {

    /** The file of rules. */
    static final Path FILE = Path.of("konnect-auth-operator/files/alerts.yaml");

    /** All alerts, in the order of the file. */
    static List<Alert> all() {
        return Yaml.maps(Yaml.read(FILE), "groups").stream()
                .flatMap(group -> Yaml.maps(group, "rules").stream())
                .map(rule -> new Alert(
                        Yaml.text(rule, "alert"),
                        Yaml.text(rule, "expr"),
                        Yaml.texts(rule, "labels"),
                        Yaml.texts(rule, "annotations")))
                .toList();
    }
}
