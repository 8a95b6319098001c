package io.github.konnectauth.operator.konnect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;

/**
 * Looks names up, and gives only such addresses away as a token may be sent to: of a host that no pattern names, and a bare
 * {@code *} lets pass, those of the public internet. The HTTP client connects to nothing but what it gets from here, so
 * what was looked at is what is connected to, however often a name changes where it leads.
 */
final class PublicAddresses implements Dns {

    private final Dns names;
    private final AllowedHosts allowed;

    PublicAddresses(Dns names, AllowedHosts allowed) {
        this.names = names;
        this.allowed = allowed;
    }

    /** The name leads to addresses, and none of them may be given a token. */
    static final class OffLimitsException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        OffLimitsException() {
            super("no address of the public internet");
        }
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        var found = names.lookup(host);
        if (allowed.name(host)) {
            return found;
        }
        var open = found.stream().filter(Network::isPublic).toList();
        if (open.isEmpty() && !found.isEmpty()) {
            throw new OffLimitsException();
        }
        return open;
    }
}
