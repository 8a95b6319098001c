package io.github.konnectauth.simulator;

/**
 * How often a request ended in one way.
 *
 * @param host    the host it was sent to: {@code global.api.konghq.com}, {@code us.api.konghq.com}, …; {@code private}
 *                for the simulator's own origin; {@code unresolved} for a Konnect host that does not exist
 * @param path    the path of one of the operations, or {@code other}
 * @param token   the token's name, else its fingerprint ({@code sha256:…}), or {@code none}; never the token
 * @param outcome the status, such as {@code 200}, or {@code hang}, {@code slow-drip}, {@code huge-body}, {@code
 *                dropped}
 * @param count   how many
 */
public record RequestCount(String host, String path, String token, String outcome, long count) {}
