package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2001:200::1",
                "64:ff9b::1.1.1.1",
                "2002:101:101::1"
            })
    void an_address_of_the_internet_is_public(String address) {
        assertThat(Network.isPublic(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "168.63.129.16",
                "169.254.0.0",
                "169.254.169.254",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.0",
                "255.255.255.255"
            })
    void loopback_private_link_local_metadata_reserved_and_multicast_are_not(String address) {
        assertThat(Network.isPublic(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "::7f00:1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "3fff::1",
                "4000::1",
                "64:ff9b:1::1"
            })
    void nor_are_they_in_ipv6(String address) {
        assertThat(Network.isPublic(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::127.0.0.1",
                "64:ff9b::169.254.169.254",
                "2002:7f00:1::1",
                "2002:a9fe:a9fe::1"
            })
    void an_ipv4_address_in_an_ipv6_one_counts_as_what_it_is(String address) {
        assertThat(Network.isPublic(InetAddress.ofLiteral(address))).isFalse();
    }

    @Test
    void a_mapped_address_that_java_has_not_turned_into_ipv4_is_not_public_either() throws UnknownHostException {
        var bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        bytes[12] = 127;
        bytes[15] = 1;

        var mapped = Inet6Address.getByAddress("rebound.example", bytes, 0);

        assertThat(mapped.getAddress()).hasSize(16);
        assertThat(Network.isPublic(mapped)).isFalse();
    }

    /** As Java's resolver reads them: whichever it takes for an address is one of this machine or of its networks. */
    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "127.1", "127.0.1", "10.1", "2852039166"})
    void an_address_in_another_dress_counts_as_what_it_is(String written) throws UnknownHostException {
        assertThat(InetAddress.getAllByName(written)).isNotEmpty().noneMatch(Network::isPublic);
    }
}
