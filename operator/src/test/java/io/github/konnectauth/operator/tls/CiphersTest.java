package io.github.konnectauth.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import okhttp3.TlsVersion;
import org.junit.jupiter.api.Test;

class CiphersTest {

    private static final List<CipherSuite> OFFERED = suites(Ciphers.CHACHA20_FIRST);

    @Test
    void chacha20_is_offered_first_in_both_versions_of_tls() {
        assertThat(OFFERED)
                .startsWith(
                        CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
                        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
                        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256);
        assertThat(Ciphers.CHACHA20_FIRST.tlsVersions()).containsExactly(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2);
    }

    @Test
    void nothing_is_added_or_left_out() {
        assertThat(OFFERED).containsExactlyInAnyOrderElementsOf(suites(ConnectionSpec.MODERN_TLS));
    }

    private static List<CipherSuite> suites(ConnectionSpec spec) {
        return Objects.requireNonNull(spec.cipherSuites());
    }
}
