package io.github.konnectauth.operator.cluster;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rights without which the operator cannot work, as its own account has them. */
public final class Rights {

    private static final String KONNECT = KonnectAPIAuthConfiguration.GROUP;
    private static final String RESOURCES = KonnectAPIAuthConfiguration.PLURAL;
    private static final String COORDINATION = "coordination.k8s.io";
    private static final List<Right> NEEDED = List.of(
            new Right("list", KONNECT, RESOURCES, "", ""),
            new Right("watch", KONNECT, RESOURCES, "", ""),
            new Right("update", KONNECT, RESOURCES + "/status", "", ""),
            new Right("get", "", "secrets", "", ""),
            new Right("list", "", "secrets", "", ""),
            new Right("watch", "", "secrets", "", ""));

    private Rights() {}

    /** What looking at resources in this namespace needs; the empty name stands for all namespaces. */
    static Stream<Right> toLookAt(String namespace) {
        return NEEDED.stream().map(right -> right.in(namespace));
    }

    /** What holding this lease needs. */
    private static Stream<Right> toHold(LeaseName lease) {
        return Stream.concat(
                Stream.of(new Right("create", COORDINATION, "leases", lease.namespace(), "")),
                Stream.of("get", "patch")
                        .map(verb -> new Right(verb, COORDINATION, "leases", lease.namespace(), lease.name())));
    }

    /**
     * Makes sure that this client's account may hold the lease.
     *
     * @throws CannotStart if it may not
     */
    public static void demand(KubernetesClient client, LeaseName lease) throws CannotStart, InterruptedException {
        var missing = missing(client, toHold(lease), false);
        if (!missing.isEmpty()) {
            throw absent(missing);
        }
    }

    /** Why the operator does not start without these. */
    static CannotStart absent(List<Right> rights) {
        return new CannotStart("The operator's account has no right to " + inWords(rights)
                + ". Grant it what the chart's roles, or examples/operator-rbac.yaml, grant.");
    }

    static String inWords(List<Right> rights) {
        return rights.stream().map(Right::toString).collect(Collectors.joining(", "));
    }

    /**
     * Those of these rights that this client's account lacks.
     *
     * @param ifUnanswered whether one counts as missing if the API server does not say
     */
    static List<Right> missing(KubernetesClient client, Stream<Right> rights, boolean ifUnanswered)
            throws InterruptedException {
        var questions = rights.<Callable<Stream<Right>>>map(
                        right -> () -> isMissing(client, right, ifUnanswered) ? Stream.of(right) : Stream.of())
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(questions).stream().flatMap(Rights::answer).toList();
        }
    }

    private static boolean isMissing(KubernetesClient client, Right right, boolean ifUnanswered) {
        var resource = right.resource().split("/", 2);
        try {
            var review = new SelfSubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withNewResourceAttributes()
                    .withVerb(right.verb())
                    .withGroup(right.group())
                    .withResource(resource[0])
                    .withSubresource(resource.length > 1 ? resource[1] : "")
                    .withNamespace(right.namespace())
                    .withName(right.name())
                    .endResourceAttributes()
                    .endSpec()
                    .build();
            return !client.authorization()
                    .v1()
                    .selfSubjectAccessReview()
                    .create(review)
                    .getStatus()
                    .getAllowed();
        } catch (KubernetesClientException e) {
            return ifUnanswered;
        }
    }

    private static Stream<Right> answer(Future<Stream<Right>> answered) {
        try {
            return answered.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("invokeAll waits for all", e);
        }
    }
}
