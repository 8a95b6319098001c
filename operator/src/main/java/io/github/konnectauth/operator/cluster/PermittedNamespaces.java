package io.github.konnectauth.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Of the namespaces to watch, those in which the account has its rights. A namespace that has gone, or has no role yet,
 * is no reason to leave the others alone; it is taken in when its rights are there.
 */
public final class PermittedNamespaces implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PermittedNamespaces.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final Set<String> wanted;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("namespaces").factory());

    private volatile Set<String> permitted;

    /**
     * Asks the API server what the account may do.
     *
     * @param wanted the namespaces to watch; empty for all, of which none is ever left out
     * @throws CannotStart if it lacks rights everywhere
     */
    public PermittedNamespaces(KubernetesClient client, Set<String> wanted) throws CannotStart, InterruptedException {
        this.client = client;
        this.wanted = wanted;
        var missing = new TreeMap<String, List<Right>>();
        for (var namespace : wanted.isEmpty() ? Set.of("") : wanted) {
            missing.put(namespace, missing(namespace));
        }
        missing.values().removeIf(List::isEmpty);
        if (missing.size() == Math.max(1, wanted.size())) {
            throw Rights.absent(missing.values().stream().flatMap(List::stream).toList());
        }
        missing.forEach((namespace, rights) -> LOG.atWarn()
                .addKeyValue("namespace", namespace)
                .log("The operator's account has no right to " + Rights.inWords(rights)
                        + ". Grant it there, or take the namespace off --watch-namespaces. The others are watched."));
        var usable = new HashSet<>(wanted);
        usable.removeAll(missing.keySet());
        this.permitted = Set.copyOf(usable);
    }

    /** The namespaces to begin with; empty for all. */
    public Set<String> permitted() {
        return permitted;
    }

    /** Hands over all that are permitted whenever another one is. */
    public void onMore(Consumer<Set<String>> watch) {
        if (permitted.size() < wanted.size()) {
            var _ = timer.scheduleWithFixedDelay(
                    () -> lookAgain(watch), BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void lookAgain(Consumer<Set<String>> watch) {
        try {
            for (var namespace : wanted) {
                if (!permitted.contains(namespace) && missing(namespace).isEmpty()) {
                    var more = Stream.concat(permitted.stream(), Stream.of(namespace))
                            .collect(Collectors.toUnmodifiableSet());
                    watch.accept(more);
                    permitted = more;
                    LOG.atInfo().addKeyValue("namespace", namespace).log("The rights are there now: watching it");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (KubernetesClientException | OperatorException e) {
            // The API server fails just now, which is told elsewhere; the next look tries again.
            LOG.atWarn().log("A namespace that may be watched now could not be yet; it is tried again");
        }
    }

    private List<Right> missing(String namespace) throws InterruptedException {
        return Rights.missing(client, Rights.toLookAt(namespace));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
