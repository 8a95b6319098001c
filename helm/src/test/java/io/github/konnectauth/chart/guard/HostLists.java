package io.github.konnectauth.chart.guard;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Lists of allowed hosts, and servers that lie on them or beside them. */
final class HostLists {

    static final List<String> ADDRESSES = List.of(
            "127.0.0.1", "10.0.0.1:8443", "[::1]", "[fe80::a]:8443", "127.1", "0x7f000001", "[0:0:0:0:0:0:0:2]");

    static final List<List<String>> ALL = List.of(
            List.of("*.api.konghq.com"),
            List.of("us.API.konghq.com", "*.api.konghq.tech"),
            List.of("*"),
            List.of("*:443", "a.example:8443"),
            List.of("*", "*.internal:8443", "konnect.internal"),
            List.of("*.*", "us.*.konghq.*", "*.b.example"),
            List.of("*.*.*.*:8443", "127.0.0.*", "*.0.0.1", "*.1"),
            List.of(
                    "*.example:8443",
                    "*.example:08443",
                    "a.example:443",
                    "localhost",
                    "a.example:0",
                    "a.example:99999"),
            ADDRESSES);

    static final List<String> SCHEMES = List.of(
            "",
            "",
            "https://",
            "https://",
            "https://",
            "https://",
            "HTTPS://",
            "HttpS://",
            "http://",
            "https:/",
            "https://https://");

    static final List<String> HOSTS = List.of(
            "us.api.konghq.com",
            "US.Api.KONGHQ.com",
            "us.api.konghq.tech",
            "api.konghq.com",
            "a.us.api.konghq.com",
            "usxapi.konghq.com",
            "us.api.konghq.com.attacker.example",
            "user@us.api.konghq.com",
            "us.api.konghq.com:pass@attacker.example",
            "-us.api.konghq.com",
            "us..api.konghq.com",
            "*.api.konghq.com",
            "us_1.api.konghq.com",
            "\u212aonghq.com",
            "xn--mnchen-3ya.api.konghq.com",
            "xn--us-0.api.konghq.com",
            "localhost",
            "a.example",
            "b.example",
            "a.b.example",
            "konnect.internal",
            "a.konnect.internal",
            "other.internal",
            "internal",
            "1",
            "127.1",
            "127.0.0.1",
            "127.0.0.0x1",
            "a.0.0.1",
            "a.1",
            "10.0.0.1",
            "0x7f000001",
            "0X7F000001",
            "0x",
            "a.0xg",
            "2130706433",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[::2]",
            "[0:0:0:0:0:0:0:2]",
            "[FE80::A]",
            "[::ffff:10.0.0.1]",
            "[::ffff:7f00:1]",
            "[::1",
            "::1",
            "[]",
            "[:]",
            "a".repeat(63) + ".example",
            "a".repeat(64) + ".example",
            ("a".repeat(62) + ".").repeat(4) + "a",
            ("a".repeat(62) + ".").repeat(4) + "aa",
            "a.".repeat(200) + "example");

    static final List<String> ENDS = List.of(
            "",
            "",
            "",
            ".",
            "..",
            "/",
            "./",
            "//",
            ":443",
            ":0443",
            ":00443/",
            ".:443",
            ":8443",
            ":08443",
            ":8443/",
            ".:8443/",
            ":0",
            ":00000",
            ":65535",
            ":65536",
            ":99999",
            ":000443",
            ":",
            ":/",
            ":-1",
            "?",
            "#a",
            "/a",
            "\\",
            "\n",
            " ",
            "\u0000",
            "\uff0eexample",
            "%2eexample",
            ":443:443");

    private HostLists() {}

    /** Each host with each end and after each scheme, and what shows our CRD's rules. */
    static Set<String> texts() {
        var texts = new LinkedHashSet<String>();
        for (var host : HOSTS) {
            ENDS.forEach(end -> texts.add("https://" + host + end));
            SCHEMES.forEach(scheme -> texts.addAll(List.of(scheme + host, scheme + host + ".")));
        }
        for (var kind : List.of("valid", "invalid")) {
            texts.addAll(ofTheCrd(Path.of("../operator/src/test/resources/crd", kind)));
        }
        return texts;
    }

    private static List<String> ofTheCrd(Path fixtures) {
        try (var files = Files.list(fixtures)) {
            return files.sorted()
                    .map(file -> Serialization.unmarshal(read(file), GenericKubernetesResource.class))
                    .map(resource -> resource.<Object>get("spec", "serverURL"))
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
