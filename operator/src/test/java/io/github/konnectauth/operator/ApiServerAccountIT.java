package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.github.konnectauth.operator.cluster.Cluster;
import org.junit.jupiter.api.Test;

/** How the operator shows the API server who it is. */
@NeedsApiServer
class ApiServerAccountIT {

    private final ApiServer server = ApiServer.with(ApiServer.Crd.OURS);

    @Test
    void where_a_certificate_tells_who_it_is_no_token_is_looked_for() {
        try (var client = Cluster.connect(Config.fromKubeconfig(server.kubeconfig()))) {
            assertThat(client.getConfiguration().getOauthTokenProvider().getToken())
                    .isNull();
            assertThat(client.namespaces().withName("default").get()).isNotNull();
        }
    }

    @Test
    void a_token_is_left_to_the_client_to_renew() {
        var account = new TestAccount(server, "default", "renewed");

        try (var client = Cluster.connect(Config.fromKubeconfig(account.kubeconfig()))) {
            assertThat(client.getConfiguration().getOauthTokenProvider()).isNull();
        }
    }
}
