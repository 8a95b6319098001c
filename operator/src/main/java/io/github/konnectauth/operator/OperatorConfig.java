package io.github.konnectauth.operator;

import io.github.konnectauth.operator.cluster.LeaseName;
import io.github.konnectauth.operator.konnect.AllowedHosts;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What the flags say. {@code --help} explains each.
 *
 * @param watchNamespaces empty for all
 * @param labelSelector empty for all
 * @param requestsPerSecond to a host that does not say what it allows; 0 for no pacing at all
 * @param lease what its processes compete for; empty without leader election
 * @param finalizers those to put on what is in use
 * @param warnInlineTokens whether an Event speaks of each token that stands in a resource
 * @param managementPort 0 for any free one
 */
public record OperatorConfig(
        Set<String> watchNamespaces,
        Optional<String> labelSelector,
        Duration revalidationInterval,
        Duration outageGrace,
        AllowedHosts allowedHosts,
        double requestsPerSecond,
        boolean regionalProbe,
        Duration requestTimeout,
        Optional<Path> caBundle,
        Optional<LeaseName> lease,
        Set<InUseFinalizer> finalizers,
        boolean warnInlineTokens,
        int managementPort) {}
