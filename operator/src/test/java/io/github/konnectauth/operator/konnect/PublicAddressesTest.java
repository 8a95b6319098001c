package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a bare {@code *} allowed: where names may lead, and what is connected to. */
class PublicAddressesTest {

    private static final AllowedHosts ANY = new AllowedHosts(List.of("*", "konnect.internal"));
    private static final String PUBLIC = "1.1.1.1";

    /** What was connected to; nothing leaves this machine. */
    private final List<String> connected = new CopyOnWriteArrayList<>();

    private final ExampleKonnect konnect = new ExampleKonnect();

    @AfterEach
    void close() {
        konnect.close();
    }

    @Test
    void a_public_address_is_given_away() throws UnknownHostException {
        assertThat(leading(PUBLIC).lookup("konnect.example")).containsExactly(InetAddress.ofLiteral(PUBLIC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "100.100.100.200", "::1", "fd00:ec2::254"})
    void any_other_is_not_and_is_told_apart_from_a_name_that_nobody_knows(String address) {
        assertThatThrownBy(() -> leading(address).lookup("konnect.example"))
                .isInstanceOf(PublicAddresses.OffLimitsException.class);
        assertThat(Http.meaning(new PublicAddresses.OffLimitsException())).isEqualTo(new HttpAnswer.OffLimits());
        assertThat(Http.meaning(new UnknownHostException("konnect.example"))).isEqualTo(new HttpAnswer.None());
    }

    @Test
    void of_several_addresses_only_the_public_ones_are_given_away() throws UnknownHostException {
        assertThat(leading("127.0.0.1", PUBLIC, "::1").lookup("konnect.example"))
                .containsExactly(InetAddress.ofLiteral(PUBLIC));
    }

    @Test
    void a_host_that_is_named_may_lead_anywhere() throws UnknownHostException {
        assertThat(leading("10.0.0.1").lookup("konnect.internal")).containsExactly(InetAddress.ofLiteral("10.0.0.1"));
    }

    @Test
    void nothing_is_connected_to_that_is_off_limits_and_the_host_is_not_allowed() {
        assertThat(ask(leading("127.0.0.1", "10.0.0.1"))).isEqualTo(new WhoAmI.OffLimits("konnect.example"));

        assertThat(connected).isEmpty();
        assertThat(konnect.meters().find("konnect.auth.request.duration").timers())
                .isEmpty();
    }

    @Test
    void the_operators_own_client_looks_where_names_lead() {
        var client = Connections.open(ExampleKonnect.PATIENCE, Optional.empty(), ANY, Map.of());

        assertThat(ask(client, "localhost")).isEqualTo(new WhoAmI.OffLimits("localhost"));
        assertThat(connected).isEmpty();
    }

    @Test
    void only_what_was_looked_at_is_connected_to_however_often_a_name_changes_where_it_leads() {
        var turns = new ArrayDeque<>(List.of(PUBLIC, "127.0.0.1", "1.0.0.1", "169.254.169.254"));
        var rebinding = new PublicAddresses(_ -> List.of(InetAddress.ofLiteral(next(turns))), ANY);

        for (var i = 0; i < 4; i++) {
            ask(rebinding);
        }

        assertThat(connected).isNotEmpty().isSubsetOf(PUBLIC + ":443", "1.0.0.1:443");
    }

    @Test
    void a_refusal_is_not_kept_so_a_name_that_leads_elsewhere_now_is_asked() {
        var turns = new ArrayDeque<>(List.of("10.0.0.1", "10.0.0.1", PUBLIC));
        var client =
                konnect.client(http(new PublicAddresses(_ -> List.of(InetAddress.ofLiteral(next(turns))), ANY)), true);

        assertThat(ExampleKonnect.ask(client, "konnect.example")).isEqualTo(new WhoAmI.OffLimits("konnect.example"));
        assertThat(ExampleKonnect.ask(client, "konnect.example")).isEqualTo(new WhoAmI.Unreachable("konnect.example"));
        assertThat(connected).containsOnly(PUBLIC + ":443");
    }

    @Test
    void a_host_that_is_off_limits_is_not_taken_for_one_that_is_out_of_order() {
        var client = konnect.client(http(leading("10.0.0.1")), true);
        for (var i = 0; i < 20; i++) {
            assertThat(ExampleKonnect.ask(client, "konnect.example"))
                    .isEqualTo(new WhoAmI.OffLimits("konnect.example"));
        }

        assertThat(konnect.gauge("konnect.auth.breaker.state", "konnect.example"))
                .contains(0.0);
    }

    private static String next(Deque<String> turns) {
        synchronized (turns) {
            return turns.size() > 1 ? turns.removeFirst() : turns.getFirst();
        }
    }

    private static Dns leading(String... addresses) {
        return new PublicAddresses(
                _ -> Stream.of(addresses).map(InetAddress::ofLiteral).toList(), ANY);
    }

    private WhoAmI ask(Dns names) {
        return ask(http(names), "konnect.example");
    }

    private WhoAmI ask(OkHttpClient http, String server) {
        return ExampleKonnect.ask(
                konnect.client(http.newBuilder().socketFactory(new Deaf()).build(), true), server);
    }

    private OkHttpClient http(Dns names) {
        return Connections.open(ExampleKonnect.PATIENCE, Optional.empty(), ANY, Map.of())
                .newBuilder()
                .dns(names)
                .socketFactory(new Deaf())
                .build();
    }

    /** Makes sockets that remember what they are to connect to, and do not. */
    private final class Deaf extends SocketFactory {

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public void connect(SocketAddress endpoint, int timeout) throws IOException {
                    var to = (InetSocketAddress) endpoint;
                    connected.add(to.getAddress().getHostAddress() + ":" + to.getPort());
                    throw new ConnectException();
                }
            };
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
