package io.github.konnectauth.operator.konnect;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import okhttp3.HttpUrl;

/** Konnect's own list of regions, one a domain. */
final class Regions {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration NOT_ASKED_AGAIN = Duration.ofSeconds(60);

    private final ConcurrentMap<String, CompletableFuture<Listed>> lists = new ConcurrentHashMap<>();
    private final Function<HttpUrl, CompletableFuture<HttpAnswer>> get;
    private final Clock clock;

    /** @param get fetches a URL, without a token */
    Regions(Function<HttpUrl, CompletableFuture<HttpAnswer>> get, Clock clock) {
        this.get = get;
        this.clock = clock;
    }

    /**
     * Whether Konnect has this region. A region that is missing from a kept list is looked for once more in a new one.
     *
     * @return the regions that there are when this is not one of them; empty when it is, or when nobody knows
     */
    CompletableFuture<Optional<WhoAmI.NoSuchRegion>> missing(KonnectServer.Regional server) {
        var kept = list(server.domain(), KEPT);
        return kept.thenCompose(regions -> regions.isEmpty() || regions.contains(server.region())
                        ? kept
                        : list(server.domain(), NOT_ASKED_AGAIN))
                .thenApply(regions -> regions.isEmpty() || regions.contains(server.region())
                        ? Optional.empty()
                        : Optional.of(new WhoAmI.NoSuchRegion(server.region(), regions)));
    }

    private CompletableFuture<List<String>> list(String domain, Duration age) {
        var now = clock.instant();
        return lists.compute(domain, (_, last) -> last != null && serves(last, age, now) ? last : fetch(domain))
                .thenApply(Listed::regions);
    }

    private static boolean serves(CompletableFuture<Listed> list, Duration age, Instant now) {
        return switch (list.state()) {
            case RUNNING -> true;
            case SUCCESS ->
                !list.resultNow().regions().isEmpty()
                        && now.isBefore(list.resultNow().at().plus(age));
            case FAILED, CANCELLED -> false;
        };
    }

    private CompletableFuture<Listed> fetch(String domain) {
        return get.apply(HttpUrl.get("https://global." + domain + "/v3/available-regions"))
                .thenApply(answer -> new Listed(read(answer), clock.instant()));
    }

    /** The union of all stages; empty when the answer is not the list. */
    static List<String> read(HttpAnswer answer) {
        if (!(answer instanceof HttpAnswer.Received received) || received.status() != 200 || !received.isComplete()) {
            return List.of();
        }
        var regions = new ArrayList<String>();
        for (JsonNode stage : Reply.Body.parse(received.body()).path("regions")) {
            stage.forEach(region -> {
                if (region.isTextual() && region.textValue().matches("[a-z0-9-]{1,32}")) {
                    regions.add(region.textValue());
                }
            });
        }
        return regions.stream().distinct().sorted().toList();
    }

    /** @param at when it came, however long the call for it stood in line */
    private record Listed(List<String> regions, Instant at) {}
}
