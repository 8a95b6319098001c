package io.github.konnectauth.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a simulator starts. Everything but the ports, the addresses and the clock can be changed while it runs.
 *
 * @param port               of the HTTPS server; 0 takes a free one
 * @param proxyPort          of the HTTPS proxy; 0 takes a free one
 * @param bindAddress        the address both listen on
 * @param hostNames          names in the server's certificate beside localhost and Konnect's
 * @param latency            how long every answer waits
 * @param rateLimitPerMinute requests a minute for each host and organization; 0 means no limit
 * @param regions            the regions that exist
 * @param organizations      the organizations that exist
 * @param credentials        the tokens that exist
 * @param clock              what the rate limit takes its minutes from
 */
public record SimulatorSettings(
        int port,
        int proxyPort,
        String bindAddress,
        List<String> hostNames,
        Duration latency,
        int rateLimitPerMinute,
        Regions regions,
        List<Organization> organizations,
        List<Credential> credentials,
        Clock clock) {

    private static final int HIGHEST_PORT = 65_535;

    /** @throws IllegalArgumentException if a port, the latency or the rate limit is out of range */
    public SimulatorSettings {
        port(port, "port");
        port(proxyPort, "proxy port");
        latency(latency);
        rateLimit(rateLimitPerMinute);
        hostNames = List.copyOf(hostNames);
        organizations = List.copyOf(organizations);
        credentials = List.copyOf(credentials);
    }

    /** Free ports on loopback, Konnect's regions, no organization, no latency, no rate limit. */
    public static SimulatorSettings defaults() {
        return new SimulatorSettings(
                0,
                0,
                "127.0.0.1",
                List.of(),
                Duration.ZERO,
                0,
                Regions.konnect(),
                List.of(),
                List.of(),
                Clock.systemUTC());
    }

    public SimulatorSettings withPorts(int newPort, int newProxyPort) {
        return new SimulatorSettings(
                newPort,
                newProxyPort,
                bindAddress,
                hostNames,
                latency,
                rateLimitPerMinute,
                regions,
                organizations,
                credentials,
                clock);
    }

    public SimulatorSettings withBindAddress(String newBindAddress) {
        return new SimulatorSettings(
                port,
                proxyPort,
                newBindAddress,
                hostNames,
                latency,
                rateLimitPerMinute,
                regions,
                organizations,
                credentials,
                clock);
    }

    public SimulatorSettings withHostNames(List<String> newHostNames) {
        return new SimulatorSettings(
                port,
                proxyPort,
                bindAddress,
                newHostNames,
                latency,
                rateLimitPerMinute,
                regions,
                organizations,
                credentials,
                clock);
    }

    public SimulatorSettings withLatency(Duration newLatency) {
        return new SimulatorSettings(
                port,
                proxyPort,
                bindAddress,
                hostNames,
                newLatency,
                rateLimitPerMinute,
                regions,
                organizations,
                credentials,
                clock);
    }

    public SimulatorSettings withRateLimit(int perMinute) {
        return new SimulatorSettings(
                port,
                proxyPort,
                bindAddress,
                hostNames,
                latency,
                perMinute,
                regions,
                organizations,
                credentials,
                clock);
    }

    public SimulatorSettings withRegions(Regions newRegions) {
        return new SimulatorSettings(
                port,
                proxyPort,
                bindAddress,
                hostNames,
                latency,
                rateLimitPerMinute,
                newRegions,
                organizations,
                credentials,
                clock);
    }

    public SimulatorSettings withAccounts(List<Organization> newOrganizations, List<Credential> newCredentials) {
        return new SimulatorSettings(
                port,
                proxyPort,
                bindAddress,
                hostNames,
                latency,
                rateLimitPerMinute,
                regions,
                newOrganizations,
                newCredentials,
                clock);
    }

    public SimulatorSettings withClock(Clock newClock) {
        return new SimulatorSettings(
                port,
                proxyPort,
                bindAddress,
                hostNames,
                latency,
                rateLimitPerMinute,
                regions,
                organizations,
                credentials,
                newClock);
    }

    /**
     * The host by which this machine reaches what listens on the bind address, if that is not loopback or everywhere.
     */
    Optional<String> ownHost() {
        return switch (bindAddress) {
            case "127.0.0.1", "localhost", "0.0.0.0", "::" -> Optional.empty();
            default -> Optional.of(bindAddress.contains(":") ? "[" + bindAddress + "]" : bindAddress);
        };
    }

    /** Every name for the certificate: the given ones, and the bind address when clients must use it. */
    List<String> certificateNames() {
        return Stream.concat(hostNames.stream(), ownHost().map(_ -> bindAddress).stream())
                .toList();
    }

    static Duration latency(Duration latency) {
        if (latency.isNegative()) {
            throw new IllegalArgumentException("the latency must not be negative");
        }
        return latency;
    }

    static int rateLimit(int perMinute) {
        if (perMinute < 0) {
            throw new IllegalArgumentException("the rate limit must not be negative");
        }
        return perMinute;
    }

    private static void port(int port, String name) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("the " + name + " must be from 0 to " + HIGHEST_PORT);
        }
    }
}
