package io.github.konnectauth.operator.tls;

import java.util.Comparator;
import java.util.Objects;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;

/** What the operator offers to whom it connects to. */
public final class Ciphers {

    /**
     * TLS 1.3, and 1.2 with forward secrecy: the cipher suites of OkHttp's {@link ConnectionSpec#RESTRICTED_TLS}, with
     * ChaCha20-Poly1305 before AES-GCM. Both are as safe. The processor's instructions for AES are used by the JVM's second
     * compiler only, which the image goes without, and in plain Java AES-GCM takes two to four times as long. A server that
     * knows only AES gets AES.
     */
    public static final ConnectionSpec OFFERED = new ConnectionSpec.Builder(ConnectionSpec.RESTRICTED_TLS)
            .cipherSuites(Objects.requireNonNull(ConnectionSpec.RESTRICTED_TLS.cipherSuites()).stream()
                    .sorted(Comparator.comparing(Ciphers::isChaCha20).reversed())
                    .toArray(CipherSuite[]::new))
            .build();

    private Ciphers() {}

    private static boolean isChaCha20(CipherSuite suite) {
        return suite.javaName().contains("_CHACHA20_");
    }
}
