package io.github.konnectauth.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the simulator keeps of a token instead of the token, so that nothing it counts, logs or prints can hold one.
 *
 * @param text {@code sha256:} and the first 16 hexadecimal digits of the token's SHA-256
 */
record Fingerprint(String text) {
    private static final int BYTES = 8;

    static Fingerprint of(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return new Fingerprint("sha256:" + HexFormat.of().formatHex(hash, 0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
