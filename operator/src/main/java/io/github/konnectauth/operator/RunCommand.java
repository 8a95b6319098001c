package io.github.konnectauth.operator;

import io.github.konnectauth.operator.cluster.Cluster;
import io.github.konnectauth.operator.cluster.LeaseName;
import io.github.konnectauth.operator.konnect.AllowedHosts;
import io.github.konnectauth.operator.konnect.Connections;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code konnect-auth-operator run}: the flags. */
@Command(
        name = "run",
        description = "Runs the operator against the cluster of KUBECONFIG or of the pod, until it is stopped.",
        mixinStandardHelpOptions = true,
        versionProvider = OperatorMain.VersionText.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true)
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    /** RFC 1123, as Kubernetes names most objects. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private static final BigDecimal SLOWEST = new BigDecimal("0.01");
    private static final BigDecimal FASTEST = new BigDecimal("10000");

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--watch-namespaces",
            split = ",",
            defaultValue = "",
            paramLabel = "<name>",
            description = "Look at resources and Secrets in these namespaces only, separated by commas.")
    private Set<String> watchNamespaces = Set.of();

    @Option(
            names = "--label-selector",
            defaultValue = "",
            paramLabel = "<selector>",
            description = "Look at resources with these labels only.")
    private String labelSelector = "";

    @Option(
            names = "--revalidation-interval",
            defaultValue = "10m",
            converter = DurationText.class,
            paramLabel = "<duration>",
            description =
                    "Time between two checks of a token whose verdict is known, give or take a tenth. At least 1s.")
    private Duration revalidationInterval = Duration.ZERO;

    @Option(
            names = "--outage-grace",
            defaultValue = "30m",
            converter = DurationText.class,
            paramLabel = "<duration>",
            description = "How long a valid token stays valid while Konnect cannot be asked.")
    private Duration outageGrace = Duration.ZERO;

    @Option(
            names = "--allowed-hosts",
            split = ",",
            defaultValue = "*.api.konghq.com",
            paramLabel = "<host>",
            description =
                    "Hosts that may receive a token, separated by commas. A * stands for exactly one label, a bare * for any host name that leads to the public internet; ports other than 443 and IP addresses have to be listed.")
    private List<String> allowedHosts = List.of();

    @Option(
            names = "--requests-per-second",
            defaultValue = "25",
            converter = NumberText.class,
            paramLabel = "<number>",
            description =
                    "Calls a second to a host of Konnect that does not say what it allows; one that does gets nine tenths of that. 0 means no pacing at all.")
    private BigDecimal requestsPerSecond = BigDecimal.ZERO;

    @Option(
            names = "--regional-probe",
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            paramLabel = "<true|false>",
            description = "Ask the region's own host too, not only who the token belongs to.")
    private boolean regionalProbe;

    @Option(
            names = "--request-timeout",
            defaultValue = "10s",
            converter = DurationText.class,
            paramLabel = "<duration>",
            description = "Longest time for a whole call to Konnect.")
    private Duration requestTimeout = Duration.ZERO;

    @Option(
            names = "--ca-bundle",
            defaultValue = "",
            paramLabel = "<file>",
            description = "PEM certificates to trust beside the system's. The file is read again when it changes.")
    private String caBundle = "";

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

    @Option(
            names = "--management-port",
            defaultValue = "8080",
            paramLabel = "<port>",
            description = "Port of /livez, /readyz and /metrics; 0 for any free one.")
    private int managementPort;

    @Option(
            names = "--log-format",
            defaultValue = "json",
            paramLabel = "<json|text>",
            description = "Form of the log lines.")
    private Logging.Format logFormat = Logging.Format.JSON;

    @Option(
            names = "--log-level",
            defaultValue = "info",
            paramLabel = "<error|warn|info|debug|trace>",
            description = "What is logged.")
    private Logging.Threshold logLevel = Logging.Threshold.INFO;

    RunCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        var config = config();
        Logging.configure(logFormat, logLevel);
        leaderElection = String.valueOf(config.lease().isPresent());
        leaseNamespace = config.lease().map(LeaseName::namespace).orElse(leaseNamespace);
        tellSettings();
        return new OperatorRun(config, environment).untilItEnds();
    }

    /** The flags as one value. */
    OperatorConfig config() {
        check(!revalidationInterval.minusSeconds(1).isNegative(), "--revalidation-interval has to be at least 1s.");
        check(
                requestsPerSecond.signum() == 0
                        || (requestsPerSecond.compareTo(SLOWEST) >= 0 && requestsPerSecond.compareTo(FASTEST) <= 0),
                "--requests-per-second has to be 0, or between " + SLOWEST + " and " + FASTEST + ".");
        check(requestTimeout.isPositive(), "--request-timeout has to be more than 0s.");
        check(managementPort >= 0 && managementPort <= 65535, "--management-port has to be between 0 and 65535.");
        return new OperatorConfig(
                watchNamespaces.stream().filter(name -> !name.isBlank()).collect(Collectors.toUnmodifiableSet()),
                Optional.of(labelSelector).filter(text -> !text.isBlank()),
                revalidationInterval,
                outageGrace,
                hosts(),
                requestsPerSecond.doubleValue(),
                regionalProbe,
                requestTimeout,
                Optional.of(caBundle).filter(text -> !text.isBlank()).map(Path::of),
                lease(),
                managementPort);
    }

    private Optional<LeaseName> lease() {
        var isWanted = switch (leaderElection.toLowerCase(Locale.ROOT)) {
            case "" -> environment.containsKey("KUBERNETES_SERVICE_HOST");
            case "true" -> true;
            case "false" -> false;
            default -> throw complaint("--leader-election: '" + leaderElection + "' is not a boolean.");
        };
        if (!isWanted) {
            return Optional.empty();
        }
        check(NAME.matcher(leaseName).matches(), "--lease-name has to be a name of Kubernetes: a-z, 0-9, - and dots.");
        var namespace =
                Optional.of(leaseNamespace).filter(text -> !text.isBlank()).or(Cluster::ownNamespace);
        check(namespace.isPresent(), "--lease-namespace has to be given with --leader-election outside a pod.");
        return namespace.map(name -> new LeaseName(name, leaseName));
    }

    private AllowedHosts hosts() {
        try {
            var hosts = new AllowedHosts(allowedHosts);
            check(
                    !hosts.areOpen() || !Connections.areByProxy(environment),
                    "--allowed-hosts: a bare * cannot be used with a proxy (HTTPS_PROXY, ALL_PROXY), since it is the proxy"
                            + " that sees where names lead. List the hosts.");
            return hosts;
        } catch (IllegalArgumentException e) {
            throw complaint("--allowed-hosts: " + e.getMessage() + ".");
        }
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw complaint(otherwise);
        }
    }

    private ParameterException complaint(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private void tellSettings() {
        var line = LOG.atInfo().addKeyValue("version", Version.text());
        for (var option : Objects.requireNonNull(spec).options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                line = line.addKeyValue(option.longestName().substring(2), shown(option.getValue()));
            }
        }
        line.log("Starting");
    }

    private static String shown(@Nullable Object value) {
        var text = value instanceof Duration duration ? DurationText.format(duration) : String.valueOf(value);
        return text.replaceAll("//[^/]*@", "//***@");
    }
}
