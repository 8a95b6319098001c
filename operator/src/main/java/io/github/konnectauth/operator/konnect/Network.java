package io.github.konnectauth.operator.konnect;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Addresses that begin alike.
 *
 * @param start 4 or 16 bytes
 * @param bits how many of them are alike
 */
record Network(List<Byte> start, int bits) {

    /** IANA's special purpose registry for IPv4, multicast, and the reserved rest. */
    private static final List<Network> SPECIAL_V4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            // Azure's services for its machines, metadata among them, have an address that looks like any other.
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** What is unicast and global in IPv6. Loopback, mapped, unique local, link-local and multicast lie outside. */
    private static final List<Network> GLOBAL_V6 = networks("2000::/3");

    /** And what in there is for protocols, tunnels and documents. */
    private static final List<Network> SPECIAL_V6 = networks("2001::/23", "2001:db8::/32", "3fff::/20");

    private static final Network TRANSLATED_V4 = network("64:ff9b::/96");
    private static final Network TUNNELLED_V4 = network("2002::/16");

    /**
     * Whether it is an address of the public internet: neither loopback nor private, link-local, shared, reserved, multicast
     * or a cloud's metadata, in IPv4 or IPv6. An IPv4 address in an IPv6 one counts as what it is.
     */
    static boolean isPublic(InetAddress address) {
        return isPublic(address.getAddress());
    }

    private static boolean isPublic(byte[] address) {
        if (address.length == 4) {
            return SPECIAL_V4.stream().noneMatch(network -> network.contains(address));
        }
        if (TRANSLATED_V4.contains(address)) {
            return isPublic(Arrays.copyOfRange(address, 12, 16));
        }
        if (TUNNELLED_V4.contains(address)) {
            return isPublic(Arrays.copyOfRange(address, 2, 6));
        }
        return GLOBAL_V6.stream().anyMatch(network -> network.contains(address))
                && SPECIAL_V6.stream().noneMatch(network -> network.contains(address));
    }

    private boolean contains(byte[] address) {
        if (address.length != start.size()) {
            return false;
        }
        for (var bit = 0; bit < bits; bit++) {
            if (bit(address[bit / 8], bit) != bit(start.get(bit / 8), bit)) {
                return false;
            }
        }
        return true;
    }

    private static int bit(byte of, int number) {
        return (of >> (7 - number % 8)) & 1;
    }

    private static List<Network> networks(String... written) {
        return Stream.of(written).map(Network::network).toList();
    }

    private static Network network(String written) {
        var parts = written.split("/", 2);
        try {
            var bytes = InetAddress.ofLiteral(parts[0]).getAddress();
            var start = IntStream.range(0, bytes.length).mapToObj(i -> bytes[i]).toList();
            return new Network(start, Integer.parseInt(parts[1]));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(written, e);
        }
    }
}
