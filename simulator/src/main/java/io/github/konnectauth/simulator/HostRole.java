package io.github.konnectauth.simulator;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which part of Konnect a host name stands for. */
sealed interface HostRole {
    /** Kong's production domain, and the one its own staging uses. */
    Pattern KONNECT_HOST = Pattern.compile("(?:(.+)\\.)?api\\.konghq\\.(com|tech)");

    /** {@code global.api.<domain>}: identity and the list of regions. */
    record Global(String host) implements HostRole {}

    /** {@code <region>.api.<domain>}: control planes. */
    record Region(String host, String name) implements HostRole {}

    /** Any host that is not Konnect's, such as {@code localhost}: serves everything. */
    record PrivateOrigin() implements HostRole {
        @Override
        public String host() {
            return "private";
        }
    }

    /** A host of Konnect's domain that does not exist: the proxy does not reach it. */
    record Unresolved() implements HostRole {
        @Override
        public String host() {
            return "unresolved";
        }
    }

    /** The name under which requests to this host are counted. */
    String host();

    /** The role of a host name, written in any case and with or without a trailing dot, but without a port. */
    static HostRole of(String hostName, Regions regions) {
        String host = hostName.toLowerCase(Locale.ROOT);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        Matcher konnect = KONNECT_HOST.matcher(host);
        if (!konnect.matches()) {
            return new PrivateOrigin();
        }
        String label = konnect.group(1);
        if (label == null) {
            return new Unresolved();
        }
        if (label.equals("global")) {
            return new Global(host);
        }
        return regions.contains(label) ? new Region(host, label) : new Unresolved();
    }
}
