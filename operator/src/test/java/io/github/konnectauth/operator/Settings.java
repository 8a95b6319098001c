package io.github.konnectauth.operator;

import java.time.Duration;
import java.util.Set;

/** Changes of what the operator is told. */
final class Settings {

    private Settings() {}

    static OperatorConfig interval(OperatorConfig config, Duration interval) {
        return new OperatorConfig(
                config.watchNamespaces(),
                config.labelSelector(),
                interval,
                config.outageGrace(),
                config.allowedHosts(),
                config.regionalProbe(),
                config.requestTimeout(),
                config.caBundle(),
                config.managementPort());
    }

    static OperatorConfig grace(OperatorConfig config, Duration grace) {
        return new OperatorConfig(
                config.watchNamespaces(),
                config.labelSelector(),
                config.revalidationInterval(),
                grace,
                config.allowedHosts(),
                config.regionalProbe(),
                config.requestTimeout(),
                config.caBundle(),
                config.managementPort());
    }

    static OperatorConfig namespaces(OperatorConfig config, String... namespaces) {
        return new OperatorConfig(
                Set.of(namespaces),
                config.labelSelector(),
                config.revalidationInterval(),
                config.outageGrace(),
                config.allowedHosts(),
                config.regionalProbe(),
                config.requestTimeout(),
                config.caBundle(),
                config.managementPort());
    }

    static OperatorConfig requestTimeout(OperatorConfig config, Duration timeout) {
        return new OperatorConfig(
                config.watchNamespaces(),
                config.labelSelector(),
                config.revalidationInterval(),
                config.outageGrace(),
                config.allowedHosts(),
                config.regionalProbe(),
                timeout,
                config.caBundle(),
                config.managementPort());
    }
}
