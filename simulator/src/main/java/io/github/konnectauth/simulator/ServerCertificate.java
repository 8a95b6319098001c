package io.github.konnectauth.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;

/**
 * A certificate for Konnect's hosts and localhost, signed by a CA that was made for it and whose key nobody keeps.
 *
 * @param names   the hosts it is for; {@code *} stands for one label
 * @param caPem   the CA's certificate
 * @param leafPem the server's certificate
 * @param keyPem  the server's key, PKCS #8
 */
record ServerCertificate(List<String> names, String caPem, String leafPem, String keyPem) {
    private static final Duration BACK_DATED = Duration.ofHours(1);
    private static final Duration VALID = Duration.ofDays(365);
    private static final List<String> NAMES =
            List.of("localhost", "127.0.0.1", "::1", "*.api.konghq.com", "*.api.konghq.tech");

    @Override
    public String toString() {
        return "ServerCertificate" + names;
    }

    /** A fresh CA and certificate, valid for a year. */
    static ServerCertificate create(List<String> hostNames, Instant now) {
        HeldCertificate ca = builder(now)
                .certificateAuthority(0)
                .commonName("Konnect simulator CA")
                .build();
        HeldCertificate.Builder leaf = builder(now).signedBy(ca).commonName("Konnect simulator");
        List<String> names =
                Stream.concat(NAMES.stream(), hostNames.stream()).distinct().toList();
        names.forEach(leaf::addSubjectAlternativeName);
        HeldCertificate held = leaf.build();
        return new ServerCertificate(names, ca.certificatePem(), held.certificatePem(), held.privateKeyPkcs8Pem());
    }

    private static HeldCertificate.Builder builder(Instant now) {
        return new HeldCertificate.Builder()
                .ecdsa256()
                .validityInterval(
                        now.minus(BACK_DATED).toEpochMilli(), now.plus(VALID).toEpochMilli());
    }
}
