package io.github.konnectauth.image;

import io.github.konnectauth.operator.cluster.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;

/**
 * The certificate authorities of the image. Some distributions make the JDK's a link to the machine's, and among those
 * may be ones that only the machine's owner trusts; nobody who runs the image asked for them.
 */
final class CertificateAuthorities {

    /** As Debian's package ca-certificates brings them, before anybody has added their own. */
    private static final Path PACKAGED = Path.of("/usr/share/ca-certificates/mozilla");

    private CertificateAuthorities() {}

    /**
     * Puts the right ones into a linked runtime, and beside them the store of none.
     *
     * @throws IllegalStateException if the JDK's are the machine's, and the machine has no others
     */
    static void into(Path runtime) throws IOException {
        write(List.of(), runtime.resolve(Cluster.NO_AUTHORITIES));
        var store = runtime.resolve("lib/security/cacerts");
        if (isTheJdksOwn()) {
            return;
        }
        if (!Files.isDirectory(PACKAGED)) {
            throw new IllegalStateException(
                    "The JDK's certificate authorities are those of this machine, and there is no " + PACKAGED
                            + " with those that everybody trusts. Build with a JDK that brings its own.");
        }
        Files.deleteIfExists(store);
        write(packaged(), store);
    }

    private static boolean isTheJdksOwn() throws IOException {
        var home = Path.of(System.getProperty("java.home")).toRealPath();
        return home.resolve("lib/security/cacerts").toRealPath().startsWith(home);
    }

    private static List<Path> packaged() throws IOException {
        try (var files = Files.list(PACKAGED)) {
            return files.filter(file -> file.toString().endsWith(".crt"))
                    .sorted()
                    .toList();
        }
    }

    /** Without a password, and so without the salts that would make each store another one. */
    private static void write(List<Path> certificates, Path file) throws IOException {
        System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
        System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            var factory = CertificateFactory.getInstance("X.509");
            for (var certificate : certificates) {
                try (InputStream pem = Files.newInputStream(certificate)) {
                    store.setCertificateEntry(certificate.getFileName().toString(), factory.generateCertificate(pem));
                }
            }
            try (var out = Files.newOutputStream(file)) {
                store.store(out, null);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate authorities cannot be stored", e);
        }
    }
}
