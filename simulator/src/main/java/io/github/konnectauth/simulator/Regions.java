package io.github.konnectauth.simulator;

import java.util.List;
import java.util.stream.Stream;

/**
 * The regions that Konnect has, as {@code /v3/available-regions} groups them. Only these have a host.
 *
 * @param stable      open to everyone
 * @param stableOptIn open to those who ask for it
 * @param beta        open for trials
 */
public record Regions(List<String> stable, List<String> stableOptIn, List<String> beta) {
    public Regions {
        stable = List.copyOf(stable);
        stableOptIn = List.copyOf(stableOptIn);
        beta = List.copyOf(beta);
    }

    /** The six regions that Konnect has, spread over the three groups. */
    public static Regions konnect() {
        return new Regions(List.of("us", "eu", "au"), List.of("me", "in"), List.of("sg"));
    }

    /** Stable regions only. */
    public static Regions stable(String... names) {
        return new Regions(List.of(names), List.of(), List.of());
    }

    /** Whether a region is in any group. */
    boolean contains(String name) {
        return Stream.of(stable, stableOptIn, beta).anyMatch(group -> group.contains(name));
    }
}
