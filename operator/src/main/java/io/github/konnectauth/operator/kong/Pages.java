package io.github.konnectauth.operator.kong;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Lists that are read in pages, so that of many objects only what is kept is in memory. */
public final class Pages {

    private static final long PAGE = 500;

    private Pages() {}

    /**
     * Reads all of them.
     *
     * @param kept what is kept of each
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server does not give all
     */
    public static <T extends HasMetadata, R> List<R> read(
            Listable<? extends KubernetesResourceList<T>> scope, Function<? super T, Stream<R>> kept) {
        var found = new ArrayList<R>();
        var next = Optional.<String>empty();
        do {
            var page = scope.list(new ListOptionsBuilder()
                    .withLimit(PAGE)
                    .withContinue(next.orElse(null))
                    .build());
            page.getItems().stream().flatMap(kept).forEach(found::add);
            next = Optional.ofNullable(page.getMetadata().getContinue()).filter(text -> !text.isEmpty());
        } while (next.isPresent());
        return found;
    }
}
