package io.github.konnectauth.operator;

import io.github.konnectauth.operator.konnect.AllowedHosts;
import io.github.konnectauth.operator.konnect.Connections;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    private static final BigDecimal SLOWEST = new BigDecimal("0.01");
    private static final BigDecimal FASTEST = new BigDecimal("10000");

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ScopeFlags scope = new ScopeFlags();

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

    @Mixin
    private LeaseFlags lease = new LeaseFlags();

    @Option(
            names = "--secret-finalizer",
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            paramLabel = "<true|false>",
            description = "Keep a Secret that resources name from vanishing, by a finalizer.")
    private boolean secretFinalizer;

    @Option(
            names = "--in-use-finalizer",
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            paramLabel = "<true|false>",
            description = "Keep a resource that other kinds of Kong name from vanishing, by a finalizer.")
    private boolean inUseFinalizer;

    @Option(
            names = "--warn-inline-tokens",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            paramLabel = "<true|false>",
            description = "Write an Event about each resource that holds its token itself, where a Secret could.")
    private boolean warnInlineTokens;

    @Option(
            names = "--management-port",
            defaultValue = "8080",
            paramLabel = "<port>",
            description = "Port of /livez, /readyz and /metrics; 0 for any free one.")
    private int managementPort;

    @Mixin
    private LogFlags log = new LogFlags();

    RunCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        var config = config();
        log.configure();
        lease.show(config.lease());
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
                scope.namespaces(),
                scope.selector(),
                revalidationInterval,
                outageGrace,
                hosts(),
                requestsPerSecond.doubleValue(),
                regionalProbe,
                requestTimeout,
                Optional.of(caBundle).filter(text -> !text.isBlank()).map(Path::of),
                lease.name(environment, Objects.requireNonNull(spec).commandLine()),
                finalizers(),
                warnInlineTokens,
                managementPort);
    }

    private Set<InUseFinalizer> finalizers() {
        var on = EnumSet.noneOf(InUseFinalizer.class);
        if (secretFinalizer) {
            on.add(InUseFinalizer.SECRET);
        }
        if (inUseFinalizer) {
            on.add(InUseFinalizer.RESOURCE);
        }
        return Set.copyOf(on);
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
