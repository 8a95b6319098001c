package io.github.konnectauth.operator;

import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.awaitility.Awaitility;

/** A service account, with nothing but the rights that somebody grants it. */
public record TestAccount(ApiServer server, String namespace, String name) {

    /** Makes the service account if there is none. */
    public TestAccount {
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
    }

    /** A kubeconfig with a token of this account. */
    public String kubeconfig() {
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

    /**
     * Waits until the API server, which learns of roles a little later than it stores them, permits this or no longer does.
     *
     * @param where the namespace
     */
    public void awaitPermitted(boolean isPermitted, String where, String verb, String group, String resource) {
        var review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:" + namespace + ":" + name)
                .withNewResourceAttributes()
                .withNamespace(where)
                .withVerb(verb)
                .withGroup(group)
                .withResource(resource)
                .endResourceAttributes()
                .endSpec()
                .build();
        Awaitility.await("to " + verb + " " + resource + " in " + where + ": " + isPermitted)
                .atMost(Scene.PATIENCE)
                .until(() -> server.client()
                                .authorization()
                                .v1()
                                .subjectAccessReview()
                                .create(review)
                                .getStatus()
                                .getAllowed()
                        == isPermitted);
    }

    /** Waits until the API server knows of this rule, and who has it. */
    public void awaitPermitted(String where, PolicyRule rule) {
        awaitPermitted(
                true,
                where,
                rule.getVerbs().getFirst(),
                rule.getApiGroups().getFirst(),
                rule.getResources().getFirst());
    }

    /** Gives it these rights in this namespace, and takes away those that it had there. */
    public void grant(String where, PolicyRule... rules) {
        server.client()
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(where)
                        .endMetadata()
                        .withRules(rules)
                        .build())
                .createOr(NonDeletingOperation::update);
        server.client()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(where)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                        .addNewSubject("", "ServiceAccount", name, namespace)
                        .build())
                .createOr(NonDeletingOperation::update);
        for (var rule : rules) {
            awaitPermitted(where, rule);
        }
    }
}
