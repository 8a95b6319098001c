package io.github.konnectauth.operator.konnect;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system's certificate authorities and those of a file, which is read again when it changes. The system's are read at the
 * first handshake: they are many, and without a resource nobody needs them.
 */
final class TrustedCertificates extends X509ExtendedTrustManager {

    private static final Logger LOG = LoggerFactory.getLogger(TrustedCertificates.class);

    private final Optional<Path> file;
    private Bundle bundle;
    private Optional<X509ExtendedTrustManager> trust = Optional.empty();

    /** @throws IllegalArgumentException if the file cannot be read as certificates */
    TrustedCertificates(Optional<Path> file) {
        this.file = file;
        try {
            this.bundle = read();
        } catch (IOException | CertificateException e) {
            throw new IllegalArgumentException(
                    file.orElseThrow() + " cannot be read as PEM certificates. Point --ca-bundle at a file of them.",
                    e);
        }
    }

    /** Looked at once a handshake, which is rare enough to need no timer. */
    private synchronized X509ExtendedTrustManager current() throws CertificateException {
        var current = trust.isPresent() ? trust.get() : first();
        try {
            if (!modified().equals(bundle.modified())) {
                var changed = read();
                current = trusting(changed);
                bundle = changed;
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.atWarn()
                    .addKeyValue("file", file.orElseThrow())
                    .log("The CA bundle has changed and cannot be read; the certificates read before stay trusted");
        }
        trust = Optional.of(current);
        return current;
    }

    private X509ExtendedTrustManager first() throws CertificateException {
        try {
            return trusting(bundle);
        } catch (IOException | GeneralSecurityException e) {
            var what = "The system's certificate authorities cannot be read, so that no host of Konnect is trusted";
            LOG.atError().setCause(e).log(what);
            throw new CertificateException(what, e);
        }
    }

    private Bundle read() throws IOException, CertificateException {
        if (file.isEmpty()) {
            return new Bundle(List.of(), Optional.empty());
        }
        var modified = modified();
        try (var in = Files.newInputStream(file.get())) {
            var authorities = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (authorities.isEmpty()) {
                throw new CertificateException("no certificate");
            }
            return new Bundle(authorities, modified);
        }
    }

    private Optional<FileTime> modified() throws IOException {
        return file.isPresent() ? Optional.of(Files.getLastModifiedTime(file.get())) : Optional.empty();
    }

    private static X509ExtendedTrustManager trusting(Bundle bundle) throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        for (var authority : manager(null).getAcceptedIssuers()) {
            keys.setCertificateEntry("system-" + keys.size(), authority);
        }
        for (var authority : bundle.authorities()) {
            keys.setCertificateEntry("bundle-" + keys.size(), authority);
        }
        return manager(keys);
    }

    /** @param keys the trusted ones; null for the system's */
    private static X509ExtendedTrustManager manager(@Nullable KeyStore keys) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(keys);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        current().checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        current().checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        current().checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    /**
     * None: it is servers who tell theirs, and OkHttp would read them when the client is made. It would know by them which
     * hosts may share a connection, and what a pinned certificate hangs on; here hosts share none, and nothing is pinned.
     */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    /** What the file holds, and since when. */
    private record Bundle(Collection<? extends Certificate> authorities, Optional<FileTime> modified) {}
}
