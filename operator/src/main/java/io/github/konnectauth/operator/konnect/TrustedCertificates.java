package io.github.konnectauth.operator.konnect;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The system's certificate authorities and those of a file, which is read again when it changes. */
final class TrustedCertificates extends X509ExtendedTrustManager {

    private static final Logger LOG = LoggerFactory.getLogger(TrustedCertificates.class);

    private final Optional<Path> bundle;
    private volatile Loaded loaded;

    /** @throws IllegalArgumentException if the file cannot be read as certificates */
    TrustedCertificates(Optional<Path> bundle) {
        this.bundle = bundle;
        try {
            this.loaded = load();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    bundle.map(Path::toString).orElse("The system's certificate store")
                            + " cannot be read as PEM certificates. Point --ca-bundle at a file of them.",
                    e);
        }
    }

    /** Looked at once a handshake, which is rare enough to need no timer. */
    private X509ExtendedTrustManager current() {
        try {
            if (bundle.isPresent() && !Files.getLastModifiedTime(bundle.get()).equals(loaded.modified())) {
                loaded = load();
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.atWarn()
                    .addKeyValue("file", bundle.orElseThrow())
                    .log("The CA bundle has changed and cannot be read; the certificates read before stay trusted");
        }
        return loaded.trust();
    }

    private Loaded load() throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        for (var authority : trusting(null).getAcceptedIssuers()) {
            keys.setCertificateEntry("system-" + keys.size(), authority);
        }
        FileTime modified = FileTime.fromMillis(0);
        if (bundle.isPresent()) {
            modified = Files.getLastModifiedTime(bundle.get());
            try (var in = Files.newInputStream(bundle.get())) {
                var authorities = CertificateFactory.getInstance("X.509").generateCertificates(in);
                if (authorities.isEmpty()) {
                    throw new CertificateException("no certificate");
                }
                for (var authority : authorities) {
                    keys.setCertificateEntry("bundle-" + keys.size(), authority);
                }
            }
        }
        return new Loaded(trusting(keys), modified);
    }

    private static X509ExtendedTrustManager trusting(@Nullable KeyStore keys) throws GeneralSecurityException {
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

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return loaded.trust().getAcceptedIssuers();
    }

    private record Loaded(X509ExtendedTrustManager trust, FileTime modified) {}
}
