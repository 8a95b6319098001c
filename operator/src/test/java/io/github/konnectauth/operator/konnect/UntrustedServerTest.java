package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A certificate that is not accepted is unreachable to people, and told apart in the metrics. */
class UntrustedServerTest {

    private static final HeldCertificate AUTHORITY = new HeldCertificate.Builder()
            .ecdsa256()
            .certificateAuthority(0)
            .validityInterval(daysAhead(-100), daysAhead(100))
            .build();
    private static final HeldCertificate STRANGER =
            new HeldCertificate.Builder().ecdsa256().certificateAuthority(0).build();

    private final ExampleKonnect konnect = new ExampleKonnect();

    @TempDir
    private Path directory = Path.of("");

    static Stream<HeldCertificate> refused() {
        return Stream.of(
                certificate("localhost", AUTHORITY, -20, -10),
                certificate("localhost", AUTHORITY, 10, 20),
                certificate("localhost", STRANGER, -1, 1),
                certificate("elsewhere.example", AUTHORITY, -1, 1));
    }

    static Stream<IOException> aboutCertificates() {
        return Stream.of(
                new SSLPeerUnverifiedException("kpat_x"),
                caused(new SSLHandshakeException("kpat_x"), new CertificateExpiredException()),
                caused(
                        new SSLException("kpat_x"),
                        new IllegalStateException(new CertPathValidatorException(new CertificateExpiredException()))));
    }

    static Stream<IOException> aboutAnythingElse() {
        var loop = new SSLException("loop");
        loop.initCause(new IllegalStateException(loop));
        return Stream.of(
                new SSLHandshakeException("Remote host terminated the handshake"),
                new SSLException("reset", new ConnectException()),
                loop,
                new IOException(new CertificateExpiredException()),
                new ConnectException(),
                new UnknownHostException("konnect.example"),
                new SocketTimeoutException("timeout"));
    }

    @AfterEach
    void close() {
        konnect.close();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whose_certificate_is_not_accepted_is_unreachable_and_counted_as_untrusted(HeldCertificate certificate)
            throws IOException {
        try (var server = serving(certificate)) {
            assertThat(ask(server)).isEqualTo(new WhoAmI.Unreachable("localhost"));
        }

        assertThat(konnect.measured("localhost", "untrusted")).isEqualTo(2);
        assertThat(konnect.measured("localhost", "unreachable")).isZero();
    }

    @Test
    void who_hangs_up_after_an_accepted_certificate_is_counted_as_unreachable() throws IOException {
        try (var server = serving(certificate("localhost", AUTHORITY, -1, 1))) {
            assertThat(ask(server)).isEqualTo(new WhoAmI.Unreachable("localhost"));
        }

        assertThat(konnect.measured("localhost", "untrusted")).isZero();
        assertThat(konnect.measured("localhost", "unreachable")).isEqualTo(2);
    }

    @Test
    void a_host_whose_certificate_is_not_accepted_is_not_tried_without_end() throws IOException {
        try (var server = serving(certificate("localhost", STRANGER, -1, 1))) {
            var client = client();
            for (var i = 0; i < 10; i++) {
                ask(client, server);
            }
        }

        assertThat(konnect.gauge("konnect.auth.breaker.state", "localhost")).contains(2.0);
        assertThat(konnect.measured("localhost", "untrusted")).isBetween(5L, 6L);
    }

    @ParameterizedTest
    @MethodSource("aboutCertificates")
    void an_exception_about_a_certificate_means_untrusted(IOException exception) {
        assertThat(Http.meaning(exception)).isEqualTo(new HttpAnswer.Untrusted());
    }

    @ParameterizedTest
    @MethodSource("aboutAnythingElse")
    void any_other_exception_means_no_answer(IOException exception) {
        assertThat(Http.meaning(exception)).isEqualTo(new HttpAnswer.None());
    }

    private WhoAmI ask(SSLServerSocket server) throws IOException {
        return ask(client(), server);
    }

    private static WhoAmI ask(KonnectClient client, SSLServerSocket server) {
        return ExampleKonnect.ask(client, "https://localhost:" + server.getLocalPort());
    }

    private KonnectClient client() throws IOException {
        var bundle = Files.writeString(directory.resolve("ca.pem"), AUTHORITY.certificatePem());
        return konnect.client(
                Connections.open(ExampleKonnect.PATIENCE, Optional.of(bundle), ExampleKonnect.ALLOWED, Map.of()), true);
    }

    /** A server that ends each connection after the handshake. */
    private static SSLServerSocket serving(HeldCertificate certificate) throws IOException {
        var context = new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslContext();
        var server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("localhost"));
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (var socket = (SSLSocket) server.accept()) {
                    socket.startHandshake();
                } catch (IOException e) {
                    // The client hung up, or the test is over.
                }
            }
        });
        return server;
    }

    private static HeldCertificate certificate(String name, HeldCertificate authority, int from, int to) {
        return new HeldCertificate.Builder()
                .ecdsa256()
                .commonName(name)
                .addSubjectAlternativeName(name)
                .validityInterval(daysAhead(from), daysAhead(to))
                .signedBy(authority)
                .build();
    }

    private static long daysAhead(int days) {
        return Instant.now().plus(Duration.ofDays(days)).toEpochMilli();
    }

    private static IOException caused(IOException exception, Exception cause) {
        exception.initCause(cause);
        return exception;
    }
}
