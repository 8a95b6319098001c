package io.github.konnectauth.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A token of Konnect: personal ({@code kpat_…}) or of a system account ({@code spat_…}).
 *
 * <p>It shows itself to nobody: it has no readable text form, is never written as JSON, and is compared through its
 * {@linkplain #fingerprint() fingerprint} only.
 */
public final class KonnectToken {

    /** Longer texts are refused. Konnect's own tokens have some 55 characters; it promises no length. */
    public static final int MAX_LENGTH = 4096;

    /** With a key that is drawn at random once a process; a copy of it is used for each token. */
    private static final Mac KEYED = keyed();

    // So that not even a mapper that reads private fields writes it.
    @JsonIgnore
    private final String text;

    @JsonIgnore
    private final Fingerprint fingerprint;

    private KonnectToken(String text) {
        this.text = text;
        this.fingerprint = fingerprint(text);
    }

    private static Mac keyed() {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static Fingerprint fingerprint(String text) {
        try {
            var mac = (Mac) KEYED.clone();
            return new Fingerprint(
                    Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII))));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's own HmacSHA256 can be copied", e);
        }
    }

    /**
     * Reads a token as a person stored it. White space around it is cut, since {@code kongctl … -o token} ends with a
     * newline.
     *
     * @return the token, or why the text cannot be one; the reason never repeats the text
     */
    public static TokenReading read(String stored) {
        var text = stored.strip();
        if (text.isEmpty()) {
            return new TokenReading.Malformed("it is empty");
        }
        if (text.length() > MAX_LENGTH) {
            return new TokenReading.Malformed("it is longer than " + MAX_LENGTH + " characters");
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            return new TokenReading.Malformed("it contains white space, control or non-ASCII characters");
        }
        if (!(text.startsWith("kpat_") || text.startsWith("spat_"))) {
            return new TokenReading.Malformed("it does not begin with kpat_ or spat_");
        }
        if (text.length() == "kpat_".length()) {
            return new TokenReading.Malformed("it ends after its first five characters");
        }
        return new TokenReading.Usable(new KonnectToken(text), text.length() != stored.length());
    }

    /** The value of the {@code Authorization} header. For the one call that needs it, never to be kept. */
    public String asBearer() {
        return "Bearer " + text;
    }

    /** What stands for this token wherever it has to be remembered or compared. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public String toString() {
        return "KonnectToken[redacted]";
    }

    /**
     * A keyed hash of a token. The key is drawn at random once a process, so that the hash tells nothing outside of it.
     *
     * @param value HMAC-SHA256, base64
     */
    public record Fingerprint(String value) {
        @Override
        public String toString() {
            return "Fingerprint[redacted]";
        }
    }
}
