package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import okhttp3.CipherSuite;
import okhttp3.Request;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tokens are encrypted with on the way to Konnect. */
class CiphersOnTheWireTest {

    private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
            .ecdsa256()
            .addSubjectAlternativeName("localhost")
            .build();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void chacha20_where_the_server_leaves_the_choice() throws IOException {
        assertThat(agreedWith(server -> server.setUseCipherSuitesOrder(false)))
                .isEqualTo(CipherSuite.TLS_CHACHA20_POLY1305_SHA256);
    }

    @Test
    void aes_where_the_server_knows_nothing_else() throws IOException {
        assertThat(agreedWith(server -> server.setCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"})))
                .isEqualTo(CipherSuite.TLS_AES_128_GCM_SHA256);
    }

    @Test
    void nothing_is_sent_to_a_server_that_knows_only_ciphers_that_do_not_authenticate() {
        assertThatThrownBy(() -> agreedWith(server -> {
                    server.setProtocols(new String[] {"TLSv1.2"});
                    server.setCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
                }))
                .isInstanceOf(SSLException.class);
    }

    private CipherSuite agreedWith(Consumer<SSLParameters> settings) throws IOException {
        var bundle = Files.writeString(directory.resolve("ca.pem"), CERTIFICATE.certificatePem());
        var client = Connections.open(ExampleKonnect.PATIENCE, Optional.of(bundle), ExampleKonnect.ALLOWED, Map.of());
        var server = server(settings);
        var url = "https://localhost:" + server.getAddress().getPort();
        try (var answer = client.newCall(new Request.Builder().url(url).build()).execute()) {
            return Objects.requireNonNull(answer.handshake()).cipherSuite();
        } finally {
            server.stop(0);
            client.connectionPool().evictAll();
        }
    }

    private static HttpsServer server(Consumer<SSLParameters> settings) throws IOException {
        var context = new HandshakeCertificates.Builder()
                .heldCertificate(CERTIFICATE)
                .build()
                .sslContext();
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters connection) {
                var parameters = context.getDefaultSSLParameters();
                settings.accept(parameters);
                connection.setSSLParameters(parameters);
            }
        });
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
