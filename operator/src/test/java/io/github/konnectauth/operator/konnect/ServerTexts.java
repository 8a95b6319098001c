package io.github.konnectauth.operator.konnect;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.StringArbitrary;

/** Texts that somebody might write for a server, most of them in order to mislead. */
public final class ServerTexts {

    private static final String[] SCHEMES = {
        "", "", "https://", "https://", "HTTPS://", "http://", "https:/", "https:", "//", "https:\\\\", "javascript:"
    };
    private static final String[] USERS = {"", "", "", "", "user@", "user:password@", "us.api.konghq.com@"};
    private static final String[] LABELS = {
        "us",
        "eu",
        "global",
        "api",
        "konghq",
        "com",
        "tech",
        "attacker",
        "example",
        "US",
        "Api",
        "a-b",
        "-",
        "",
        "*",
        "127",
        "0x7f",
        "0X7F",
        "0177",
        "2130706433",
        "1",
        "xn--a",
        "xn--us-0",
        "xn--mnchen-3ya",
        "\u0443s",
        "\uff55s",
        "k\u212a",
        "%75s",
        "u s",
        "us\u0000",
        "us\t",
        "_",
        "[::1]",
        "[::ffff:1.2.3.4]",
        "\ud800"
    };
    private static final String[] JOINTS = {
        ".", ".", ".", ".", ".", ".", "..", "%2e", "%2E", "\u3002", "\uff0e", "@", "\\", "/", "#", "?", ":", " "
    };
    private static final String[] KNOWN = {
        "us.api.konghq.com",
        "US.api.KongHQ.com",
        "eu.api.konghq.tech",
        "global.api.konghq.com",
        "us.attacker.example",
        "127.0.0.1",
        "127.1",
        "0x7f.0.0.1",
        "localhost",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "us.api.konghq.com.attacker.example",
        "konghq.com"
    };
    private static final String[] ENDS = {
        "",
        "",
        "",
        ".",
        "/",
        "./",
        ":443",
        ":443/",
        ":00443",
        ":8443",
        ":0",
        ":65536",
        ":",
        "//",
        "/v3",
        "?a",
        "#a",
        "\\",
        " ",
        "\n",
        "\u0000",
        ".attacker.example",
        "@attacker.example"
    };

    private ServerTexts() {}

    /** Servers, near misses, and traps. */
    public static Arbitrary<String> misleading() {
        return Combinators.combine(Arbitraries.of(SCHEMES), Arbitraries.of(USERS), hosts(), Arbitraries.of(ENDS))
                .as((scheme, user, host, end) -> scheme + user + host + end);
    }

    /** Any text whatsoever, halves of surrogate pairs included. */
    public static StringArbitrary anything() {
        return Arbitraries.strings().all().ofMaxLength(600);
    }

    /** Servers that are permitted, but for some characters that somebody has put in, taken out or changed. */
    public static Arbitrary<String> mutated() {
        var character = Arbitraries.oneOf(
                Arbitraries.of(JOINTS).filter(joint -> joint.length() == 1),
                Arbitraries.chars().ascii().map(String::valueOf),
                Arbitraries.of("\u200d", "\u00ad", "\ufe0f", "\u2024", "\u2100", "\u0130", "\u1e9e", "\u202e"));
        var change = Combinators.combine(
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 2),
                        character)
                .as(Change::new);
        return Combinators.combine(
                        Arbitraries.of(KNOWN),
                        Arbitraries.of("", "https://"),
                        change.list().ofMinSize(1).ofMaxSize(3))
                .as((host, scheme, changes) -> {
                    var text = scheme + host;
                    for (var each : changes) {
                        text = each.of(text);
                    }
                    return text;
                });
    }

    /** At a place of a text so many characters go, and these come. */
    private record Change(double place, int gone, String come) {

        String of(String text) {
            var at = (int) (place * text.length());
            return text.substring(0, at) + come + text.substring(Math.min(text.length(), at + gone));
        }
    }

    /** IPv4 addresses as URLs may write them: whole or in parts, decimal, octal or hexadecimal. */
    public static Arbitrary<String> addresses() {
        var inParts = Combinators.combine(
                        Arbitraries.integers(),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(0, 2).list().ofSize(4))
                .as(ServerTexts::address);
        return Combinators.combine(inParts, Arbitraries.of("", "."), Arbitraries.of("", "https://"))
                .as((address, dot, scheme) -> scheme + address + dot);
    }

    private static String address(int address, int parts, List<Integer> bases) {
        var written = new StringBuilder();
        for (var part = 0; part < parts - 1; part++) {
            written.append(number((address >>> (24 - 8 * part)) & 0xff, bases.get(part)))
                    .append('.');
        }
        var rest = parts == 1 ? Integer.toUnsignedLong(address) : address & ((1L << (8 * (5 - parts))) - 1);
        return written.append(number(rest, bases.get(3))).toString();
    }

    private static String number(long number, int base) {
        return switch (base) {
            case 0 -> Long.toString(number);
            case 1 -> "0" + Long.toOctalString(number);
            default -> "0x" + Long.toHexString(number);
        };
    }

    private static Arbitrary<String> hosts() {
        var parts = Combinators.combine(Arbitraries.of(LABELS), Arbitraries.of(JOINTS))
                .as((label, joint) -> label + joint);
        var composed = Combinators.combine(
                        parts.list().ofMaxSize(4).map(all -> String.join("", all)), Arbitraries.of(LABELS))
                .as((front, last) -> front + last);
        return Arbitraries.frequencyOf(Tuple.of(1, composed), Tuple.of(1, Arbitraries.of(KNOWN)));
    }
}
