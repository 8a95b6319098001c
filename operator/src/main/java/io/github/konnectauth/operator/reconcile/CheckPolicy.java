package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.konnect.AllowedHosts;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What whoever runs the operator decides about checks.
 *
 * @param watchedNamespaces the only namespaces to look into; empty for all
 * @param labelSelector the only resources to look at; empty for all
 * @param interval between two checks of a decided resource
 * @param grace how long a valid token stays valid while Konnect cannot be asked
 * @param allowedHosts the hosts that may receive a token
 * @param finalizers those to put on what is in use
 * @param warnsOfInlineTokens whether an Event speaks of each token that stands in a resource
 */
public record CheckPolicy(
        Set<String> watchedNamespaces,
        Optional<String> labelSelector,
        Duration interval,
        Duration grace,
        AllowedHosts allowedHosts,
        Set<InUseFinalizer> finalizers,
        boolean warnsOfInlineTokens) {

    /** Whoever was faster has sent an event, so this only has to be there. */
    static final Duration AFTER_CONFLICT = Duration.ofSeconds(1);

    /** Whether this finalizer is put on what is in use. */
    boolean has(InUseFinalizer finalizer) {
        return finalizers.contains(finalizer);
    }
}
