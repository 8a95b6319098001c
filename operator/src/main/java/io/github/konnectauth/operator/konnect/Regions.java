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

/** Konnect's own list of regions, one a domain. */
final class Regions {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration NOT_ASKED_AGAIN = Duration.ofSeconds(60);

    private final ConcurrentMap<String, Listed> lists = new ConcurrentHashMap<>();
    private final Function<String, CompletableFuture<HttpAnswer>> get;
    private final Clock clock;

    /** @param get fetches a URL, without a token */
    Regions(Function<String, CompletableFuture<HttpAnswer>> get, Clock clock) {
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
        var listed =
                lists.compute(domain, (_, last) -> last != null && last.serves(age, now) ? last : fetch(domain, now));
        return listed.regions();
    }

    private Listed fetch(String domain, Instant now) {
        return new Listed(
                get.apply("https://global." + domain + "/v3/available-regions").thenApply(Regions::read), now);
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

    private record Listed(CompletableFuture<List<String>> regions, Instant at) {
        boolean serves(Duration age, Instant now) {
            return switch (regions.state()) {
                case RUNNING -> true;
                case SUCCESS -> !regions.resultNow().isEmpty() && now.isBefore(at.plus(age));
                case FAILED, CANCELLED -> false;
            };
        }
    }
}
