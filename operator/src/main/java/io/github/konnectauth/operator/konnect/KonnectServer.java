package io.github.konnectauth.operator.konnect;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/** A Konnect API server: which hosts answer for it, and under which origin it is written down. */
public sealed interface KonnectServer {

    /** Scheme, host and port as they stand in {@code status.serverURL}. */
    String origin();

    /** The origin that knows whose a token is. */
    String identityOrigin();

    /** The host, with its port when that is not 443: what the list of allowed hosts is asked for. */
    String authority();

    /**
     * A region of Konnect. Its own host serves control planes; who a token belongs to is known by the global host only.
     *
     * @param region the host's first label
     * @param domain {@code api.konghq.com}, or Kong's staging {@code api.konghq.tech}
     */
    record Regional(String region, String domain) implements KonnectServer {
        @Override
        public String origin() {
            return "https://" + authority();
        }

        @Override
        public String identityOrigin() {
            return "https://global." + domain;
        }

        @Override
        public String authority() {
            return region + "." + domain;
        }

        /** Whether this is the global host itself, which has no control planes and always exists. */
        public boolean isGlobal() {
            return region.equals("global");
        }
    }

    /**
     * Any other host: all is asked there.
     *
     * @param authority host, and port when it is not 443
     */
    record PrivateOrigin(String authority) implements KonnectServer {
        @Override
        public String origin() {
            return "https://" + authority;
        }

        @Override
        public String identityOrigin() {
            return origin();
        }
    }

    /** What came of parsing {@code spec.serverURL}. */
    sealed interface Parsed {

        /** A server. */
        record Server(KonnectServer server) implements Parsed {}

        /**
         * Not a server.
         *
         * @param why half a sentence that begins with "it"
         */
        record Malformed(String why) implements Parsed {}
    }

    /**
     * Parses a host name (RFC 1123) or an absolute https URL without user info, path, query and fragment. Upper case, a
     * trailing dot, {@code :443} and a trailing slash make no difference.
     */
    static Parsed parse(String serverUrl) {
        if (serverUrl.length() > Syntax.MAX_LENGTH) {
            return new Parsed.Malformed("it is longer than " + Syntax.MAX_LENGTH + " characters");
        }
        var matcher = Syntax.SERVER.matcher(serverUrl);
        if (!matcher.matches()) {
            return new Parsed.Malformed(Syntax.fault(serverUrl));
        }
        var isMoreThanName = Stream.of("port", "slash", "v6").anyMatch(part -> matcher.group(part) != null);
        if (matcher.group("scheme") == null && isMoreThanName) {
            return new Parsed.Malformed("it is more than a host name, but does not begin with https://");
        }
        if (matcher.group("v6") == null
                && Syntax.withoutDot(matcher.group("host")).length() > 253) {
            return new Parsed.Malformed("its host name is longer than 253 characters");
        }
        var port = Objects.requireNonNullElse(matcher.group("port"), "443");
        if (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
            return new Parsed.Malformed("its port is not between 1 and 65535");
        }
        return Syntax.host(matcher.group("v6"), matcher.group("host"))
                .<Parsed>map(host -> new Parsed.Server(of(host, Integer.parseInt(port))))
                .orElseGet(() -> new Parsed.Malformed(
                        matcher.group("v6") == null ? "its host name is not punycode" : "its IPv6 address is not one"));
    }

    private static KonnectServer of(String host, int port) {
        var regional = Syntax.REGIONAL.matcher(host);
        if (port == 443) {
            return regional.matches()
                    ? new Regional(regional.group("region"), regional.group("domain"))
                    : new PrivateOrigin(host);
        }
        return new PrivateOrigin(host + ":" + port);
    }

    /** The grammar of a server. */
    final class Syntax {
        /** As in the CRD; the pattern below needs a stack that grows with the text. */
        static final int MAX_LENGTH = 512;

        private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

        static final Pattern SERVER =
                Pattern.compile("(?<scheme>[Hh][Tt][Tt][Pp][Ss]://)?(?:\\[(?<v6>[0-9A-Fa-f:.]+)]|(?<host>" + LABEL
                        + "(?:\\." + LABEL + ")*\\.?))(?::(?<port>[0-9]{1,5}))?(?<slash>/)?");

        static final Pattern REGIONAL =
                Pattern.compile("(?<region>[a-z0-9-]+)\\.(?<domain>api\\.konghq\\.(?:com|tech))");

        private Syntax() {}

        static Optional<String> host(String v6, String name) {
            if (v6 == null) {
                var host = withoutDot(name).toLowerCase(Locale.ROOT);
                return host.contains("xn--") ? punycode(host) : Optional.of(host);
            }
            return address(v6).map(Syntax::canonical);
        }

        /** To the HTTP client a label that begins with xn--, and is no punycode, is none. */
        private static Optional<String> punycode(String host) {
            return Optional.ofNullable(HttpUrl.parse("https://" + host + "/"))
                    .map(HttpUrl::host)
                    .filter(host::equals);
        }

        /** Java reads it, since the HTTP client breaks at some that are none, such as {@code 0:0:0:0:0:0:0::1}. */
        private static Optional<InetAddress> address(String v6) {
            try {
                return Optional.of(Inet6Address.ofLiteral(v6));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        // An IPv4 address in IPv6 dress is one of IPv4.
        private static String canonical(InetAddress address) {
            var written = address.getHostAddress();
            return address instanceof Inet4Address
                    ? written
                    : "[" + HttpUrl.get("https://[" + written + "]/").host() + "]";
        }

        static String withoutDot(String name) {
            return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        }

        static String fault(String serverUrl) {
            if (serverUrl.isEmpty()) {
                return "it is empty";
            }
            var scheme = serverUrl.indexOf("://");
            if (scheme >= 0 && !serverUrl.substring(0, scheme).equalsIgnoreCase("https")) {
                return "its scheme is not https";
            }
            var rest = scheme >= 0 ? serverUrl.substring(scheme + 3) : serverUrl;
            if (rest.contains("@")) {
                return "it contains user info";
            }
            if (rest.contains("?") || rest.contains("#")) {
                return "it contains a query or a fragment";
            }
            if (rest.indexOf('/') >= 0 && rest.indexOf('/') < rest.length() - 1) {
                return "it contains a path";
            }
            return "its host is not a host name by RFC 1123";
        }
    }
}
