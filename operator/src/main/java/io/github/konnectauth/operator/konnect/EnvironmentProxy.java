package io.github.konnectauth.operator.konnect;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.Authenticator;
import okhttp3.Credentials;

/** The proxy that {@code HTTPS_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY} name, in either case of letters. */
final class EnvironmentProxy extends ProxySelector {

    /** Asks directly, whatever the JVM's own settings say. */
    static final ProxySelector NONE = new ProxySelector() {
        @Override
        public List<Proxy> select(URI uri) {
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            // The call itself reports it.
        }
    };

    private final URI proxy;
    private final List<String> exceptions;

    private EnvironmentProxy(URI proxy, List<String> exceptions) {
        this.proxy = proxy;
        this.exceptions = exceptions;
    }

    /**
     * @param environment the process's variables
     * @throws IllegalArgumentException if the variable is no {@code http://[user:password@]host[:port]}; the message
     *     does not repeat it, since it may hold a password
     */
    static Optional<EnvironmentProxy> from(Map<String, String> environment) {
        return variable(environment)
                .map(name ->
                        new EnvironmentProxy(parse(name, environment.getOrDefault(name, "")), exceptions(environment)));
    }

    /** Whether there is one, be it for some hosts only, and whether or not it can be read. */
    static boolean isNamedIn(Map<String, String> environment) {
        return variable(environment).isPresent();
    }

    private static Optional<String> variable(Map<String, String> environment) {
        return Stream.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .findFirst();
    }

    private static URI parse(String name, String value) {
        try {
            var uri = new URI(value.contains("://") ? value.strip() : "http://" + value.strip());
            if (uri.getHost() != null
                    && "http".equals(uri.getScheme())
                    && uri.getPort() != 0
                    && uri.getPort() <= 65535) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below: the exception would repeat the value.
        }
        throw new IllegalArgumentException(name + " is not a proxy. Set it to http://host:port, or unset it.");
    }

    private static List<String> exceptions(Map<String, String> environment) {
        var list = Stream.of("no_proxy", "NO_PROXY")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse("");
        return Arrays.stream(list.split(","))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    @Override
    public List<Proxy> select(URI uri) {
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        var port = uri.getPort() < 0 ? 443 : uri.getPort();
        var direct = exceptions.stream()
                .anyMatch(entry -> entry.equals("*")
                        || host.equals(entry)
                        || host.endsWith("." + entry)
                        || (host + ":" + port).equals(entry));
        return List.of(direct ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, address()));
    }

    private InetSocketAddress address() {
        // Looked up once a connection, so that a proxy may move.
        return new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort());
    }

    /** Answers the proxy's question for a password, once. */
    Authenticator authenticator() {
        return Optional.ofNullable(proxy.getUserInfo())
                .map(userInfo -> userInfo.split(":", 2))
                .map(parts -> Credentials.basic(parts[0], parts.length > 1 ? parts[1] : ""))
                .<Authenticator>map(
                        credentials -> (_, response) -> response.request().header("Proxy-Authorization") != null
                                ? null
                                : response.request()
                                        .newBuilder()
                                        .header("Proxy-Authorization", credentials)
                                        .build())
                .orElse(Authenticator.NONE);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // The call itself reports it.
    }
}
