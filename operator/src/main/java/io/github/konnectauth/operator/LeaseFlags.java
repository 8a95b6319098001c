package io.github.konnectauth.operator;

import io.github.konnectauth.operator.cluster.Cluster;
import io.github.konnectauth.operator.cluster.LeaseName;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.cli.ParseException;

/** The flags that say under which lease a process works. */
final class LeaseFlags {

    /** RFC 1123, as Kubernetes names most objects. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    static final Flag<Optional<Boolean>> LEADER_ELECTION = Flag.onOrOffOrOpen(
            "leader-election",
            "Work only while holding a lease, so that of several processes one works. Not set means true in a pod and false elsewhere.");

    static final Flag<String> LEASE_NAME = Flag.text(
            "lease-name",
            "name",
            "konnect-auth-operator",
            "The lease; another one for every operator that looks at other resources.");

    static final Flag<Optional<String>> LEASE_NAMESPACE = Flag.optional(
            "lease-namespace",
            "name",
            Flag.Form.VALUE,
            text -> text,
            "Namespace of the lease. Not set means the pod's own.");

    private LeaseFlags() {}

    /**
     * The lease; empty without leader election.
     *
     * @throws ParseException if they do not fit together
     */
    static Optional<LeaseName> name(Arguments arguments, Map<String, String> environment) throws ParseException {
        if (!arguments.get(LEADER_ELECTION).orElse(environment.containsKey("KUBERNETES_SERVICE_HOST"))) {
            return Optional.empty();
        }
        var name = arguments.get(LEASE_NAME);
        if (!NAME.matcher(name).matches()) {
            throw new ParseException(LEASE_NAME.dashed() + " has to be a name of Kubernetes: a-z, 0-9, - and dots");
        }
        var namespace = arguments
                .get(LEASE_NAMESPACE)
                .or(Cluster::ownNamespace)
                .orElseThrow(() -> new ParseException(LEASE_NAMESPACE.dashed() + " has to be given with "
                        + LEADER_ELECTION.dashed() + " outside a pod"));
        return Optional.of(new LeaseName(namespace, name));
    }

    /** The arguments with what has been decided. */
    static Arguments decided(Arguments arguments, Optional<LeaseName> lease) {
        var elected = arguments.with(LEADER_ELECTION, String.valueOf(lease.isPresent()));
        return lease.map(name -> elected.with(LEASE_NAMESPACE, name.namespace()))
                .orElse(elected);
    }
}
