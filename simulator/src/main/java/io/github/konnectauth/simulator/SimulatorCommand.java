package io.github.konnectauth.simulator;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit codes: 0 after {@code --help} or a clean stop, 1 if a file or a port cannot be had, 2 for a
 * wrong command line. Every failure is one line, and none quotes a value that may be a token.
 */
@Command(
        name = "konnect-simulator",
        description = "A Konnect API over HTTPS that runs anywhere, and a proxy that answers for *.api.konghq.com.",
        sortOptions = false,
        usageHelpAutoWidth = true)
final class SimulatorCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final Lifetime lifetime;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--port", paramLabel = "PORT", description = "HTTPS port; 0 takes a free one. Default: 8443")
    int port = 8443;

    @Option(
            names = "--proxy-port",
            paramLabel = "PORT",
            description = "Port of the proxy; 0: a free one. Default: 8444")
    int proxyPort = 8444;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on. Default: 127.0.0.1")
    String bind = "127.0.0.1";

    @Option(
            names = "--host-name",
            paramLabel = "NAME",
            description = "A name for the certificate, beside localhost and Konnect's. Repeatable.")
    List<String> hostNames = new ArrayList<>();

    @Option(names = "--ca-out", paramLabel = "FILE", description = "Writes the CA's certificate there.")
    Optional<Path> caOut = Optional.empty();

    @Option(names = "--organization", paramLabel = "ID=NAME", description = "An organization. Repeatable.")
    List<String> organizations = new ArrayList<>();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Organizations and their tokens as JSON. Repeatable. Example: "
                            + "{\"organizations\": [{\"id\": \"…\", \"name\": \"Example\", \"tokens\": [{\"token\": \"kpat_…\"}]}]}")
    List<Path> tokenFiles = new ArrayList<>();

    @Option(
            names = "--token-env",
            paramLabel = "ID=VARIABLE",
            description = "An environment variable with a token of the organization ID. Repeatable.")
    List<String> tokenVariables = new ArrayList<>();

    @Option(
            names = "--token",
            paramLabel = "ID=TOKEN",
            description =
                    "A token of the organization ID. Everybody on this machine can read it in the list of processes: "
                            + "prefer --token-file or --token-env. Repeatable.")
    List<String> tokens = new ArrayList<>();

    @Option(
            names = "--regions",
            paramLabel = "NAME",
            split = ",",
            description = "The regions that exist. Default: us,eu,au,me,in,sg")
    List<String> regions = new ArrayList<>();

    @Option(
            names = "--latency",
            paramLabel = "TIME",
            description = "How long answers wait, as in 80ms or 2s. Default: 0ms")
    String latency = "0ms";

    @Option(
            names = "--rate-limit",
            paramLabel = "N",
            description = "Requests a minute for each host and organization; 0: no limit. Default: 0")
    int rateLimit;

    @Option(names = "--help", usageHelp = true, description = "Shows this.")
    boolean help;

    private SimulatorCommand(Map<String, String> environment, Lifetime lifetime) {
        this.environment = environment;
        this.lifetime = lifetime;
    }

    /**
     * Runs a command line to its end.
     *
     * @param lifetime how long the simulator runs
     * @return the exit code
     */
    static int run(
            List<String> arguments,
            Map<String, String> environment,
            PrintWriter out,
            PrintWriter err,
            Lifetime lifetime) {
        return new CommandLine(new SimulatorCommand(environment, lifetime))
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, _) -> fail(err, CommandLineComplaint.of(e), 2))
                .setExecutionExceptionHandler((e, _, _) -> fail(err, String.valueOf(e.getMessage()), 1))
                .execute(arguments.toArray(String[]::new));
    }

    private static int fail(PrintWriter err, String line, int code) {
        err.println("konnect-simulator: " + line);
        err.flush();
        return code;
    }

    @Override
    public Integer call() {
        SimulatorSettings settings = checked(this::settings);
        try (KonnectSimulator simulator = checked(() -> KonnectSimulator.start(settings))) {
            lifetime.begins(simulator);
            caOut.ifPresent(file -> writeCa(simulator, file));
            PrintWriter out = commandSpec().commandLine().getOut();
            out.print(Announcement.of(simulator, caOut));
            out.flush();
            lifetime.lasts(simulator);
        }
        return 0;
    }

    private SimulatorSettings settings() {
        List<Organization> allOrganizations = new ArrayList<>();
        List<Credential> allCredentials = new ArrayList<>();
        for (Path file : tokenFiles) {
            AccountsFile accounts = AccountsFile.read(file);
            allOrganizations.addAll(accounts.allOrganizations());
            allCredentials.addAll(accounts.allCredentials());
        }
        for (String organization : organizations) {
            Pair pair = Pair.of(organization, "--organization", "ID=NAME");
            allOrganizations.add(Organization.active(pair.id(), pair.value()));
        }
        for (String variable : tokenVariables) {
            Pair pair = Pair.of(variable, "--token-env", "ID=VARIABLE");
            allCredentials.add(Credential.of(fromEnvironment(pair.value()), pair.id()));
        }
        for (String token : tokens) {
            Pair pair = Pair.of(token, "--token", "ID=TOKEN");
            allCredentials.add(Credential.of(pair.value(), pair.id()));
        }
        SimulatorSettings settings = SimulatorSettings.defaults()
                .withPorts(port, proxyPort)
                .withBindAddress(bind)
                .withHostNames(hostNames)
                .withLatency(latencyFlag())
                .withRateLimit(rateLimit)
                .withAccounts(allOrganizations, allCredentials);
        return regions.isEmpty() ? settings : settings.withRegions(Regions.stable(regions.toArray(String[]::new)));
    }

    /** How long a simulator runs. */
    @FunctionalInterface
    interface Lifetime {
        /** Called once it listens, before it is announced. */
        default void begins(KonnectSimulator simulator) {}

        /** Called once it is announced; when this returns, the simulator stops. */
        void lasts(KonnectSimulator simulator);
    }

    /** What a flag says of an organization. */
    private record Pair(String id, String value) {
        static Pair of(String text, String flag, String form) {
            int equals = text.indexOf('=');
            if (equals < 1 || equals == text.length() - 1) {
                throw new IllegalArgumentException(flag + " wants " + form);
            }
            return new Pair(text.substring(0, equals), text.substring(equals + 1));
        }
    }

    private Duration latencyFlag() {
        try {
            return DurationText.parse(latency);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--latency: " + e.getMessage(), e);
        }
    }

    private String fromEnvironment(String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isBlank())
                .map(String::strip)
                .orElseThrow(() -> new IllegalArgumentException("--token-env: the variable is not set or empty"));
    }

    private static void writeCa(KonnectSimulator simulator, Path file) {
        try {
            Files.writeString(file, simulator.caPem());
        } catch (IOException e) {
            throw new IllegalStateException("cannot write the CA to " + file, e);
        }
    }

    /** A wrong argument is the command line's fault; anything else is the surroundings'. */
    private <T> T checked(Callable<T> work) {
        try {
            return work.call();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandSpec().commandLine(), String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private CommandSpec commandSpec() {
        return Optional.ofNullable(spec).orElseThrow();
    }
}
