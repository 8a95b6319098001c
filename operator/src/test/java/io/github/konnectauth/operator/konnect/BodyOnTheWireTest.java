package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as a hostile host may send them: compressed, without end, and other than their headers say. */
class BodyOnTheWireTest {

    private static final int LIMIT = 64 * 1024;
    private static final String ID = "{\"id\": \"org-1\"}";

    private final HeldCertificate certificate = new HeldCertificate.Builder()
            .ecdsa256()
            .commonName("localhost")
            .addSubjectAlternativeName("localhost")
            .build();
    private final HttpsServer server = server();
    private final ExampleKonnect konnect = new ExampleKonnect();

    /** How many bytes got out of the host. */
    private final AtomicLong sent = new AtomicLong();

    private Optional<KonnectClient> opened = Optional.empty();
    private String encoding = "";
    private String type = "application/json";
    private byte[] body = {};

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void serve() {
        server.setHttpsConfigurator(new HttpsConfigurator(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslContext()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            if (!encoding.isEmpty()) {
                exchange.getResponseHeaders().add("Content-Encoding", encoding);
            }
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                for (var at = 0; at < body.length; at += 8192) {
                    out.write(body, at, Math.min(8192, body.length - at));
                    sent.addAndGet(Math.min(8192, body.length - at));
                }
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        konnect.close();
    }

    @Test
    void a_compressed_body_is_read() throws IOException {
        encoding = "gzip";
        body = gzip(ID.getBytes(StandardCharsets.UTF_8), 1);

        assertThat(ask()).isEqualTo(new WhoAmI.Member("org-1", ""));
    }

    @Test
    void a_body_of_64_kib_is_read_whole_and_one_of_a_byte_more_is_not_also_when_it_is_compressed() throws IOException {
        var most = (ID + " ".repeat(LIMIT - ID.length())).getBytes(StandardCharsets.UTF_8);
        encoding = "gzip";

        body = gzip(most, 1);
        assertThat(ask()).isEqualTo(new WhoAmI.Member("org-1", ""));
        body = gzip((ID + " ".repeat(LIMIT - ID.length() + 1)).getBytes(StandardCharsets.UTF_8), 1);
        assertThat(ask()).isEqualTo(tooLong());
    }

    @Test
    void a_body_that_becomes_a_gigabyte_costs_no_more_than_one_of_64_kib() throws IOException {
        encoding = "gzip";
        body = gzip(new byte[1024 * 1024], 1024);
        assertThat(body.length).isLessThan(2 * 1024 * 1024);

        var begin = allocated();
        assertThat(ask()).isEqualTo(tooLong());

        assertThat(allocated() - begin).isLessThan(64 * 1024 * 1024);
    }

    @Test
    void a_body_without_end_is_left_after_64_kib() {
        body = new byte[64 * 1024 * 1024];

        assertThat(ask()).isEqualTo(tooLong());
        assertThat(sent.get()).isLessThan(body.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "identity", "zstd", "x-gzip"})
    void a_body_in_another_coding_than_was_asked_for_is_not_konnects(String other) throws IOException {
        encoding = other;
        body = gzip(ID.getBytes(StandardCharsets.UTF_8), 1);

        assertThat(ask()).isEqualTo(new WhoAmI.Unexpected("localhost", "no organization id"));
    }

    @Test
    void a_body_that_says_gzip_and_is_not_is_no_answer() {
        encoding = "gzip";
        body = ID.getBytes(StandardCharsets.UTF_8);

        assertThat(ask()).isEqualTo(new WhoAmI.Unreachable("localhost"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-16",
                "application/json; charset=no-such-charset",
                "application/json; charset=\"",
                "text/html",
                ";;;"
            })
    void json_is_utf_8_whatever_the_header_says(String said) {
        type = said;
        body = ID.getBytes(StandardCharsets.UTF_8);

        assertThat(ask()).isEqualTo(new WhoAmI.Member("org-1", ""));
    }

    @Test
    void json_in_utf_16_is_not_konnects() {
        body = ID.getBytes(StandardCharsets.UTF_16);

        assertThat(ask()).isEqualTo(new WhoAmI.Unexpected("localhost", "no organization id"));
    }

    /** The seed is in the message of a failure. */
    @Test
    void any_bytes_are_an_answer() throws IOException {
        var cases = Integer.getInteger("bodies", 300);
        var seed = Long.getLong("seed", new Random().nextLong());
        var random = new Random(seed);
        for (var i = 0; i < cases; i++) {
            encoding = random.nextBoolean() ? "gzip" : "";
            body = new byte[random.nextInt(200)];
            random.nextBytes(body);
            if (!encoding.isEmpty() && random.nextInt(4) > 0) {
                body = gzip(body, 1 + random.nextInt(3));
                body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThat(ask())
                    .as("seed " + seed + ", case " + i)
                    .isInstanceOfAny(WhoAmI.Unexpected.class, WhoAmI.Unreachable.class);
        }
    }

    private WhoAmI ask() {
        konnect.clock().move(Duration.ofMinutes(11));
        return ExampleKonnect.ask(
                client(), "https://localhost:" + server.getAddress().getPort(), "kpat_a", new Freshness.Now());
    }

    private KonnectClient client() {
        if (opened.isEmpty()) {
            try {
                var bundle = Files.writeString(directory.resolve("ca.pem"), certificate.certificatePem());
                opened = Optional.of(konnect.client(
                        Connections.open(
                                ExampleKonnect.PATIENCE, Optional.of(bundle), ExampleKonnect.ALLOWED, Map.of()),
                        false));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return opened.get();
    }

    private static WhoAmI tooLong() {
        return new WhoAmI.Unexpected("localhost", "a body of more than 64 KiB");
    }

    /** What all threads have taken from the heap so far, in bytes. */
    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    private static byte[] gzip(byte[] part, int times) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            for (var i = 0; i < times; i++) {
                out.write(part);
            }
        }
        return bytes.toByteArray();
    }

    private static HttpsServer server() {
        try {
            return HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
