package io.github.konnectauth.operator;

import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Service accounts, with nothing but the rights that somebody binds to them. */
public final class Accounts {

    private Accounts() {}

    /** A kubeconfig of this service account, which is made if there is none. */
    public static String kubeconfig(ApiServer server, String namespace, String name) {
        var account = server.client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .build());
        if (account.get() == null) {
            account.create();
        }
        var token = server.client()
                .serviceAccounts()
                .inNamespace(namespace)
                .withName(name)
                .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
                .getStatus()
                .getToken();
        var config = Serialization.unmarshal(server.kubeconfig(), Config.class);
        config.getUsers()
                .forEach(user ->
                        user.setUser(new AuthInfoBuilder().withToken(token).build()));
        return Serialization.asYaml(config);
    }
}
