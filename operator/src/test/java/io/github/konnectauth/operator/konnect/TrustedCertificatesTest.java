package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedCertificatesTest {

    private static final Authority ONE = new Authority();
    private static final Authority OTHER = new Authority();

    @TempDir
    private Path directory = Path.of("");

    private Path bundle = Path.of("");
    private Instant modified = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void writeOne() throws IOException {
        bundle = directory.resolve("ca.pem");
        write(ONE.pem());
    }

    @Test
    void without_a_file_the_systems_authorities_are_trusted_and_no_others() throws GeneralSecurityException {
        var system = new TrustedCertificates(Optional.empty());

        assertThatSystemsTrusted(system);
        assertThatNotTrusted(system, ONE);
    }

    @Test
    void nobody_is_told_whom_it_trusts() {
        assertThat(new TrustedCertificates(Optional.of(bundle)).getAcceptedIssuers())
                .isEmpty();
    }

    @Test
    void those_of_the_file_are_trusted_beside_the_systems() throws GeneralSecurityException {
        var trusted = new TrustedCertificates(Optional.of(bundle));

        assertThatTrusted(trusted, ONE);
        assertThatNotTrusted(trusted, OTHER);
        assertThatSystemsTrusted(trusted);
    }

    @Test
    void a_file_may_hold_several_with_text_between_them() throws IOException {
        write("# one\n" + ONE.pem() + "\n# other\n" + OTHER.pem() + ONE.pem());

        var trusted = new TrustedCertificates(Optional.of(bundle));

        assertThatTrusted(trusted, ONE);
        assertThatTrusted(trusted, OTHER);
    }

    @Test
    void a_file_that_changes_is_read_again() throws IOException {
        var trusted = new TrustedCertificates(Optional.of(bundle));

        write(OTHER.pem());

        assertThatTrusted(trusted, OTHER);
        assertThatNotTrusted(trusted, ONE);
    }

    @Test
    void a_file_that_changes_after_a_handshake_is_read_again_before_the_next() throws IOException {
        var trusted = new TrustedCertificates(Optional.of(bundle));
        assertThatTrusted(trusted, ONE);

        write(OTHER.pem());

        assertThatTrusted(trusted, OTHER);
        assertThatNotTrusted(trusted, ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "-----BEGIN CERTIFICATE-----\ngarbage\n-----END CERTIFICATE-----\n"})
    void garbage_changes_nothing_until_the_file_is_right_again(String garbage) throws IOException {
        var trusted = new TrustedCertificates(Optional.of(bundle));

        write(garbage);
        assertThatTrusted(trusted, ONE);

        write(OTHER.pem());
        assertThatTrusted(trusted, OTHER);
    }

    @Test
    void a_file_that_is_gone_changes_nothing_until_it_is_back() throws IOException {
        var trusted = new TrustedCertificates(Optional.of(bundle));

        Files.delete(bundle);
        assertThatTrusted(trusted, ONE);

        write(OTHER.pem());
        assertThatTrusted(trusted, OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "-----BEGIN CERTIFICATE-----\ngarbage\n-----END CERTIFICATE-----\n"})
    void a_file_that_holds_no_certificates_at_the_start_is_refused_by_name(String garbage) throws IOException {
        write(garbage);

        assertThatRefused(bundle);
    }

    @Test
    void a_file_that_is_not_there_or_is_a_directory_is_refused_by_name() {
        assertThatRefused(directory.resolve("absent.pem"));
        assertThatRefused(directory);
    }

    @Test
    void what_breaks_after_a_handshake_changes_nothing_either() throws IOException {
        var trusted = new TrustedCertificates(Optional.of(bundle));
        assertThatTrusted(trusted, ONE);

        write("garbage");
        assertThatTrusted(trusted, ONE);
        Files.delete(bundle);
        assertThatTrusted(trusted, ONE);

        write(OTHER.pem());
        assertThatTrusted(trusted, OTHER);
    }

    @Test
    void nobody_is_trusted_as_a_client() {
        var trusted = new TrustedCertificates(Optional.of(bundle));

        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> trusted.checkClientTrusted(ONE.chain(), "EC"));
    }

    /** Writes the file at a time of its own: file systems do not tell quick changes apart. */
    private void write(String text) throws IOException {
        modified = modified.plusSeconds(1);
        Files.writeString(bundle, text);
        Files.setLastModifiedTime(bundle, FileTime.from(modified));
    }

    private static void assertThatTrusted(TrustedCertificates trusted, Authority authority) {
        assertThatCode(() -> trusted.checkServerTrusted(authority.chain(), "ECDHE_ECDSA"))
                .doesNotThrowAnyException();
    }

    private static void assertThatNotTrusted(TrustedCertificates trusted, Authority authority) {
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> trusted.checkServerTrusted(authority.chain(), "ECDHE_ECDSA"));
    }

    /** Of the system's, those that may stand for a server as well. */
    private static void assertThatSystemsTrusted(TrustedCertificates trusted) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        var system = (X509TrustManager) factory.getTrustManagers()[0];
        assertThat(system.getAcceptedIssuers())
                .filteredOn(root -> isTrusted(system, root))
                .isNotEmpty()
                .allMatch(root -> isTrusted(trusted, root));
    }

    private static boolean isTrusted(X509TrustManager trust, X509Certificate root) {
        try {
            trust.checkServerTrusted(new X509Certificate[] {root}, "ECDHE_RSA");
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private static void assertThatRefused(Path file) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrustedCertificates(Optional.of(file)))
                .withMessage(file + " cannot be read as PEM certificates. Point --ca-bundle at a file of them.");
    }

    /** A certificate authority, and a server's certificate that it signed. */
    private record Authority(HeldCertificate held, HeldCertificate server) {

        Authority() {
            this(new HeldCertificate.Builder()
                    .ecdsa256()
                    .certificateAuthority(0)
                    .build());
        }

        private Authority(HeldCertificate held) {
            this(
                    held,
                    new HeldCertificate.Builder()
                            .ecdsa256()
                            .addSubjectAlternativeName("konnect.example")
                            .signedBy(held)
                            .build());
        }

        String pem() {
            return held.certificatePem();
        }

        X509Certificate root() {
            return held.certificate();
        }

        X509Certificate[] chain() {
            return new X509Certificate[] {server.certificate(), root()};
        }
    }
}
