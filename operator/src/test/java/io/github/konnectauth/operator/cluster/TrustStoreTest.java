package io.github.konnectauth.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who can vouch for the API server, beside the authority that the pod or the kubeconfig names. */
class TrustStoreTest {

    @TempDir
    private Path javaHome = Path.of("");

    private final Config config = new ConfigBuilder(Config.empty()).build();

    @Test
    void nobody_where_the_runtime_has_the_store_of_none() throws IOException {
        var none = store();

        Cluster.trustNoOthers(config, javaHome);

        assertThat(config.getTrustStoreFile()).isEqualTo(none.toString());
    }

    @Test
    void the_systems_authorities_where_it_has_not() {
        Cluster.trustNoOthers(config, javaHome);

        assertThat(config.getTrustStoreFile()).isNull();
    }

    @Test
    void those_of_the_store_that_is_configured() throws IOException {
        store();
        config.setTrustStoreFile("/etc/mine.p12");

        Cluster.trustNoOthers(config, javaHome);

        assertThat(config.getTrustStoreFile()).isEqualTo("/etc/mine.p12");
    }

    private Path store() throws IOException {
        var none = javaHome.resolve("lib/security/none.p12");
        Files.createDirectories(none.getParent());
        return Files.createFile(none);
    }
}
