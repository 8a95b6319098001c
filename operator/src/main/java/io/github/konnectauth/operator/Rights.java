package io.github.konnectauth.operator;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** The rights without which the operator cannot work, as its own account has them. */
final class Rights {

    private static final List<Right> NEEDED = Stream.concat(
                    Stream.of("list", "watch")
                            .map(verb -> new Right(
                                    verb, KonnectAPIAuthConfiguration.GROUP, KonnectAPIAuthConfiguration.PLURAL, "")),
                    Stream.concat(
                            Stream.of(new Right(
                                    "update",
                                    KonnectAPIAuthConfiguration.GROUP,
                                    KonnectAPIAuthConfiguration.PLURAL,
                                    "status")),
                            Stream.of("get", "list", "watch").map(verb -> new Right(verb, "", "secrets", ""))))
            .toList();

    private Rights() {}

    /** One thing that may be done to one resource. */
    private record Right(String verb, String group, String resource, String subresource) {

        @Override
        public String toString() {
            return verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource);
        }

        /** What the API server says; a server that will not say is taken at its best. */
        boolean isMissing(KubernetesClient client, String namespace) {
            try {
                var review = new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withVerb(verb)
                        .withGroup(group)
                        .withResource(resource)
                        .withSubresource(subresource)
                        .withNamespace(namespace)
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
                return false;
            }
        }
    }

    /**
     * The missing ones.
     *
     * @param namespaces where they are needed; the empty name stands for everywhere
     * @return in words, such as {@code watch secrets in namespace a}
     */
    static List<String> missing(KubernetesClient client, Collection<String> namespaces) throws InterruptedException {
        var questions = namespaces.stream()
                .flatMap(namespace -> NEEDED.stream()
                        .<Callable<Stream<String>>>map(right -> () -> right.isMissing(client, namespace)
                                ? Stream.of(right + (namespace.isEmpty() ? "" : " in namespace " + namespace))
                                : Stream.of()))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(questions).stream().flatMap(Rights::answer).toList();
        }
    }

    private static Stream<String> answer(Future<Stream<String>> answered) {
        try {
            return answered.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("invokeAll waits for all", e);
        }
    }
}
