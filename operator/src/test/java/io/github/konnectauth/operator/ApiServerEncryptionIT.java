package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.github.konnectauth.operator.cluster.Cluster;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.CipherSuite;
import okhttp3.Handshake;
import okhttp3.TlsVersion;
import org.junit.jupiter.api.Test;

/** What the operator and the API server agree on. */
@NeedsApiServer
class ApiServerEncryptionIT {

    private final ApiServer server = ApiServer.with(ApiServer.Crd.OURS);

    private Handshake agreed(Config config) {
        var agreed = new CopyOnWriteArrayList<Handshake>();
        try (var client = Cluster.connect(config, chain -> {
            var answer = chain.proceed(chain.request());
            agreed.add(Objects.requireNonNull(answer.handshake()));
            return answer;
        })) {
            client.namespaces().withName("default").get();
        }
        return agreed.getFirst();
    }

    @Test
    void the_cipher_that_costs_the_operator_least_is_agreed_on() {
        assertThat(agreed(Config.fromKubeconfig(server.kubeconfig())).cipherSuite())
                .isEqualTo(CipherSuite.TLS_CHACHA20_POLY1305_SHA256);
    }

    @Test
    void the_versions_of_tls_that_the_configuration_names_are_kept_to() {
        var config = Config.fromKubeconfig(server.kubeconfig());
        config.setTlsVersions(
                new io.fabric8.kubernetes.client.http.TlsVersion[] {io.fabric8.kubernetes.client.http.TlsVersion.TLS_1_2
                });

        assertThat(agreed(config).tlsVersion()).isEqualTo(TlsVersion.TLS_1_2);
    }
}
