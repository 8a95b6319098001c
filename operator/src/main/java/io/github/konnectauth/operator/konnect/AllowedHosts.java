package io.github.konnectauth.operator.konnect;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The hosts that may receive a token. A pattern is a host name in which {@code *} stands for exactly one label, with a
 * port when that is not 443; a bare {@code *} stands for any host name on port 443 that no other pattern names. An IP
 * address has to be listed as it is.
 *
 * @param patterns at least one, as they stand in {@code --allowed-hosts}
 */
public record AllowedHosts(List<String> patterns) {

    private static final String LABEL = "[a-z0-9-]+";
    private static final Pattern VALID = Pattern.compile(
            "\\*|(?:(?:\\*|" + LABEL + ")(?:\\.(?:\\*|" + LABEL + "))*|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?");

    // A host whose last label is a number is read as an IPv4 address by URL parsers, in whatever base.
    private static final Pattern ADDRESS = Pattern.compile("\\[.*|(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private static final Pattern STARS = Pattern.compile("\\*(?:\\.\\*)*(?::[0-9]+)?");

    public AllowedHosts {
        patterns = patterns.stream()
                .map(p -> p.strip().toLowerCase(Locale.ROOT).replaceFirst(":443$", ""))
                .toList();
        for (var pattern : patterns) {
            if (!VALID.matcher(pattern).matches()) {
                throw new IllegalArgumentException(
                        "'" + pattern + "' is not a host: write a host name, with * for exactly one label, or [:port]");
            }
        }
        patterns = patterns.stream().map(AllowedHosts::canonical).toList();
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("at least one host has to be allowed");
        }
    }

    /** An IPv6 address as servers have it, since it is compared with them letter by letter. */
    private static String canonical(String pattern) {
        if (!pattern.startsWith("[")) {
            return pattern;
        }
        var end = pattern.indexOf(']');
        return KonnectServer.Syntax.host(pattern.substring(1, end), "")
                        .orElseThrow(() -> new IllegalArgumentException(
                                "'" + pattern + "' is not an IPv6 address: write it as in [2001:db8::1]:8443"))
                + pattern.substring(end + 1);
    }

    /** Whether every host that a check of this server asks may be given the token. A region implies its global host. */
    public boolean permit(KonnectServer server) {
        var host = withoutPort(server.authority());
        return patterns.stream()
                .filter(pattern -> !isStars(pattern) || !name(host))
                .anyMatch(pattern -> matches(pattern, server.authority()));
    }

    /** Whether hosts are allowed that no pattern names, so that the addresses that they lead to have to be looked at. */
    public boolean areOpen() {
        return patterns.stream().anyMatch(AllowedHosts::isStars);
    }

    /** Whether whoever runs the operator has named this host, or its domain, on whatever port. */
    boolean name(String host) {
        return patterns.stream()
                .filter(pattern -> !isStars(pattern))
                .anyMatch(pattern -> matches(withoutPort(pattern), host));
    }

    private static boolean isStars(String pattern) {
        return STARS.matcher(pattern).matches();
    }

    private static String withoutPort(String authority) {
        return authority.substring(0, endOfHost(authority));
    }

    private static String port(String authority) {
        return authority.substring(endOfHost(authority));
    }

    /** An IPv6 address has colons too, in brackets. */
    private static int endOfHost(String authority) {
        var colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? colon : authority.length();
    }

    private static boolean matches(String pattern, String authority) {
        if (pattern.equals(authority)) {
            return true;
        }
        var host = withoutPort(authority);
        if (pattern.startsWith("[") || ADDRESS.matcher(host).matches()) {
            return false;
        }
        if (pattern.equals("*")) {
            return host.equals(authority);
        }
        return port(pattern).equals(port(authority)) && labelsMatch(withoutPort(pattern), host);
    }

    private static boolean labelsMatch(String pattern, String host) {
        var wanted = pattern.split("\\.", -1);
        var labels = host.split("\\.", -1);
        return wanted.length == labels.length
                && IntStream.range(0, wanted.length)
                        .allMatch(at -> wanted[at].equals("*") || wanted[at].equals(labels[at]));
    }
}
