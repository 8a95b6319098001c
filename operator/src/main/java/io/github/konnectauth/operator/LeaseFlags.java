package io.github.konnectauth.operator;

import io.github.konnectauth.operator.cluster.Cluster;
import io.github.konnectauth.operator.cluster.LeaseName;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The flags that say under which lease a process works. */
final class LeaseFlags {

    /** RFC 1123, as Kubernetes names most objects. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    @Option(
            names = "--leader-election",
            arity = "0..1",
            defaultValue = "",
            fallbackValue = "true",
            paramLabel = "<true|false>",
            description =
                    "Work only while holding a lease, so that of several processes one works. Not set means true in a pod and false elsewhere.")
    private String leaderElection = "";

    @Option(
            names = "--lease-name",
            defaultValue = "konnect-auth-operator",
            paramLabel = "<name>",
            description = "The lease; another one for every operator that looks at other resources.")
    private String leaseName = "";

    @Option(
            names = "--lease-namespace",
            defaultValue = "",
            paramLabel = "<name>",
            description = "Namespace of the lease. Not set means the pod's own.")
    private String leaseNamespace = "";

    /**
     * The lease; empty without leader election.
     *
     * @param line what a complaint is about
     * @throws ParameterException if they do not fit together
     */
    Optional<LeaseName> name(Map<String, String> environment, CommandLine line) {
        var isWanted = switch (leaderElection.toLowerCase(Locale.ROOT)) {
            case "" -> environment.containsKey("KUBERNETES_SERVICE_HOST");
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new ParameterException(line, "--leader-election: '" + leaderElection + "' is not a boolean.");
        };
        if (!isWanted) {
            return Optional.empty();
        }
        if (!NAME.matcher(leaseName).matches()) {
            throw new ParameterException(line, "--lease-name has to be a name of Kubernetes: a-z, 0-9, - and dots.");
        }
        var namespace =
                Optional.of(leaseNamespace).filter(text -> !text.isBlank()).or(Cluster::ownNamespace);
        return Optional.of(namespace
                .map(name -> new LeaseName(name, leaseName))
                .orElseThrow(() -> new ParameterException(
                        line, "--lease-namespace has to be given with --leader-election outside a pod.")));
    }

    /** Makes the flags show what has been decided. */
    void show(Optional<LeaseName> decided) {
        leaderElection = String.valueOf(decided.isPresent());
        leaseNamespace = decided.map(LeaseName::namespace).orElse(leaseNamespace);
    }
}
