package io.github.konnectauth.operator.konnect;

import io.github.konnectauth.operator.tls.Ciphers;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

/** Makes the one HTTP client that talks to Konnect. */
public final class Connections {

    /** Connecting takes no longer. */
    static final Duration CONNECT = Duration.ofSeconds(5);

    /**
     * How long a connection that nobody uses stays. Each remembers the headers that it sent last, and so some forty tokens:
     * that it may send them shorter.
     */
    static final Duration IDLE = Duration.ofSeconds(20);

    /** Of all hosts together; as many hosts have a gate of their own. */
    private static final int IDLE_AT_MOST = 64;

    private Connections() {}

    /**
     * Makes the client. It connects when it is first used.
     *
     * @param timeout for a whole call
     * @param caBundle PEM certificates to trust beside the system's
     * @param allowed which names may lead to addresses that are not public
     * @param environment where the usual proxy variables stand
     * @throws IllegalArgumentException if the bundle or a proxy variable cannot be read; the message says why
     */
    public static OkHttpClient open(
            Duration timeout, Optional<Path> caBundle, AllowedHosts allowed, Map<String, String> environment) {
        var trusted = new TrustedCertificates(caBundle);
        var dispatcher = new Dispatcher(Executors.newCachedThreadPool(
                Thread.ofVirtual().name("konnect-", 0).factory()));
        // How many calls a host gets at once is decided at its gate.
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        var builder = new OkHttpClient.Builder()
                .connectionSpecs(List.of(Ciphers.OFFERED))
                .dns(allowed.areOpen() ? new PublicAddresses(Dns.SYSTEM, allowed) : Dns.SYSTEM)
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(IDLE_AT_MOST, IDLE.toSeconds(), TimeUnit.SECONDS))
                .connectTimeout(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .callTimeout(timeout)
                .followRedirects(false)
                .followSslRedirects(false)
                .sslSocketFactory(tls(trusted).getSocketFactory(), trusted);
        var proxy = EnvironmentProxy.from(environment);
        return builder.proxySelector(proxy.<ProxySelector>map(p -> p).orElse(EnvironmentProxy.NONE))
                .proxyAuthenticator(proxy.map(EnvironmentProxy::authenticator).orElse(okhttp3.Authenticator.NONE))
                .build();
    }

    /** Whether Konnect is asked by way of a proxy, which looks names up by itself. */
    public static boolean areByProxy(Map<String, String> environment) {
        return EnvironmentProxy.isNamedIn(environment);
    }

    private static SSLContext tls(TrustedCertificates trusted) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trusted}, null);
            return context;
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }
}
