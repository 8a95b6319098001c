package io.github.konnectauth.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import okhttp3.TlsVersion;
import org.junit.jupiter.api.Test;

class CiphersTest {

    private static final List<CipherSuite> OFFERED = suites(Ciphers.OFFERED);

    @Test
    void chacha20_is_offered_first_in_both_versions_of_tls() {
        assertThat(OFFERED)
                .startsWith(
                        CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
                        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
                        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256);
    }

    @Test
    void a_server_that_knows_only_aes_finds_it_in_both_versions_of_tls() {
        assertThat(OFFERED)
                .contains(
                        CipherSuite.TLS_AES_128_GCM_SHA256,
                        CipherSuite.TLS_AES_256_GCM_SHA384,
                        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256);
    }

    @Test
    void nothing_is_offered_with_which_a_key_that_is_stolen_later_opens_what_was_recorded_before() {
        assertThat(Ciphers.OFFERED.tlsVersions()).containsExactly(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2);
        assertThat(OFFERED)
                .extracting(CipherSuite::javaName)
                .allMatch(name -> name.startsWith("TLS_ECDHE_") || !name.contains("_WITH_"));
    }

    @Test
    void nothing_is_offered_that_encrypts_without_authenticating() {
        assertThat(OFFERED)
                .extracting(CipherSuite::javaName)
                .allMatch(name -> name.contains("_GCM_") || name.contains("_POLY1305_"));
    }

    private static List<CipherSuite> suites(ConnectionSpec spec) {
        return Objects.requireNonNull(spec.cipherSuites());
    }
}
