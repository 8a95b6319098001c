package io.github.konnectauth.operator;

import io.github.konnectauth.operator.konnect.AllowedHosts;
import io.github.konnectauth.operator.konnect.Connections;
import io.github.konnectauth.operator.protection.InUseFinalizer;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.ParseException;

/** The flags of {@code konnect-auth-operator run}. */
final class RunFlags {

    private static final BigDecimal SLOWEST = new BigDecimal("0.01");
    private static final BigDecimal FASTEST = new BigDecimal("10000");

    private static final Flag<Duration> REVALIDATION_INTERVAL = Flag.duration(
            "revalidation-interval",
            "10m",
            "Time between two checks of a token whose verdict is known, give or take a tenth. At least 1s.");

    private static final Flag<Duration> OUTAGE_GRACE =
            Flag.duration("outage-grace", "30m", "How long a valid token stays valid while Konnect cannot be asked.");

    private static final Flag<List<String>> ALLOWED_HOSTS = Flag.list(
            "allowed-hosts",
            "host",
            "*.api.konghq.com",
            "Hosts that may receive a token, separated by commas. A * stands for exactly one label, a bare * for any host name that leads to the public internet; ports other than 443 and IP addresses have to be listed.");

    private static final Flag<BigDecimal> REQUESTS_PER_SECOND = new Flag<>(
            "requests-per-second",
            "number",
            "25",
            Flag.Form.VALUE,
            NumberText::decimal,
            "Calls a second to a host of Konnect that does not say what it allows; one that does gets nine tenths of that. 0 means no pacing at all.");

    private static final Flag<Boolean> REGIONAL_PROBE =
            Flag.onOrOff("regional-probe", true, "Ask the region's own host too, not only who the token belongs to.");

    private static final Flag<Duration> REQUEST_TIMEOUT =
            Flag.duration("request-timeout", "10s", "Longest time for a whole call to Konnect.");

    private static final Flag<Optional<Path>> CA_BUNDLE = Flag.optional(
            "ca-bundle",
            "file",
            Flag.Form.VALUE,
            RunFlags::file,
            "PEM certificates to trust beside the system's. The file is read again when it changes.");

    private static final Flag<Boolean> SECRET_FINALIZER =
            Flag.onOrOff("secret-finalizer", true, "Keep a Secret that resources name from vanishing, by a finalizer.");

    private static final Flag<Boolean> IN_USE_FINALIZER = Flag.onOrOff(
            "in-use-finalizer", true, "Keep a resource that other kinds of Kong name from vanishing, by a finalizer.");

    private static final Flag<Boolean> WARN_INLINE_TOKENS = Flag.onOrOff(
            "warn-inline-tokens",
            false,
            "Write an Event about each resource that holds its token itself, where a Secret could.");

    private static final Flag<Integer> MANAGEMENT_PORT = new Flag<>(
            "management-port",
            "port",
            "8080",
            Flag.Form.VALUE,
            NumberText::port,
            "Port of /livez, /readyz and /metrics; 0 for any free one.");

    static final Command COMMAND = new Command(
            "run",
            "Runs the operator against the cluster of KUBECONFIG or of the pod, until it is stopped.",
            List.of(
                    ScopeFlags.WATCH_NAMESPACES,
                    ScopeFlags.LABEL_SELECTOR,
                    REVALIDATION_INTERVAL,
                    OUTAGE_GRACE,
                    ALLOWED_HOSTS,
                    REQUESTS_PER_SECOND,
                    REGIONAL_PROBE,
                    REQUEST_TIMEOUT,
                    CA_BUNDLE,
                    LeaseFlags.LEADER_ELECTION,
                    LeaseFlags.LEASE_NAME,
                    LeaseFlags.LEASE_NAMESPACE,
                    SECRET_FINALIZER,
                    IN_USE_FINALIZER,
                    WARN_INLINE_TOKENS,
                    MANAGEMENT_PORT,
                    LogFlags.FORMAT,
                    LogFlags.LEVEL),
            RunFlags::order);

    private RunFlags() {}

    private static Order order(Arguments arguments, Map<String, String> environment) throws ParseException {
        var config = config(arguments, environment);
        return new Order.Run(
                config,
                LogFlags.of(arguments),
                LeaseFlags.decided(arguments, config.lease()).shown());
    }

    private static OperatorConfig config(Arguments arguments, Map<String, String> environment) throws ParseException {
        var revalidationInterval = arguments.get(REVALIDATION_INTERVAL);
        check(
                !revalidationInterval.minusSeconds(1).isNegative(),
                REVALIDATION_INTERVAL.dashed() + " has to be at least 1s");
        var requestsPerSecond = arguments.get(REQUESTS_PER_SECOND);
        check(
                requestsPerSecond.signum() == 0
                        || (requestsPerSecond.compareTo(SLOWEST) >= 0 && requestsPerSecond.compareTo(FASTEST) <= 0),
                REQUESTS_PER_SECOND.dashed() + " has to be 0, or between " + SLOWEST + " and " + FASTEST);
        var requestTimeout = arguments.get(REQUEST_TIMEOUT);
        check(requestTimeout.isPositive(), REQUEST_TIMEOUT.dashed() + " has to be more than 0s");
        return new OperatorConfig(
                ScopeFlags.namespaces(arguments),
                arguments.get(ScopeFlags.LABEL_SELECTOR),
                revalidationInterval,
                arguments.get(OUTAGE_GRACE),
                hosts(arguments.get(ALLOWED_HOSTS), environment),
                requestsPerSecond.doubleValue(),
                arguments.get(REGIONAL_PROBE),
                requestTimeout,
                arguments.get(CA_BUNDLE),
                LeaseFlags.name(arguments, environment),
                finalizers(arguments),
                arguments.get(WARN_INLINE_TOKENS),
                arguments.get(MANAGEMENT_PORT));
    }

    private static Path file(String text) throws ParseException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ParseException("'" + text + "' cannot be the name of a file");
        }
    }

    private static Set<InUseFinalizer> finalizers(Arguments arguments) throws ParseException {
        var on = EnumSet.noneOf(InUseFinalizer.class);
        if (arguments.get(SECRET_FINALIZER)) {
            on.add(InUseFinalizer.SECRET);
        }
        if (arguments.get(IN_USE_FINALIZER)) {
            on.add(InUseFinalizer.RESOURCE);
        }
        return Set.copyOf(on);
    }

    private static AllowedHosts hosts(List<String> patterns, Map<String, String> environment) throws ParseException {
        try {
            var hosts = new AllowedHosts(patterns);
            check(
                    !hosts.areOpen() || !Connections.areByProxy(environment),
                    ALLOWED_HOSTS.dashed()
                            + ": a bare * cannot be used with a proxy (HTTPS_PROXY, ALL_PROXY), since it is the proxy that sees where names lead. List the hosts");
            return hosts;
        } catch (IllegalArgumentException e) {
            throw new ParseException(ALLOWED_HOSTS.dashed() + ": " + e.getMessage());
        }
    }

    private static void check(boolean holds, String otherwise) throws ParseException {
        if (!holds) {
            throw new ParseException(otherwise);
        }
    }
}
