package io.github.konnectauth.simulator;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** Counts requests by host, operation, token and outcome. Safe for several threads. */
final class RequestCounts {
    private static final Comparator<RequestCount> READING_ORDER = Comparator.comparing(RequestCount::path)
            .thenComparing(RequestCount::host)
            .thenComparing(RequestCount::token)
            .thenComparing(RequestCount::outcome);

    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    private record Key(String host, Operation operation, Optional<Fingerprint> token, String outcome) {}

    void add(ApiRequest request, Answer answer) {
        Key key = new Key(request.host().host(), request.operation(), request.fingerprint(), answer.outcome());
        counts.computeIfAbsent(key, _ -> new LongAdder()).increment();
    }

    void reset() {
        counts.clear();
    }

    long total(Operation operation) {
        return sum(key -> key.operation() == operation);
    }

    long total(Operation operation, Fingerprint token) {
        return sum(key -> key.operation() == operation
                && key.token().filter(token::equals).isPresent());
    }

    /** Every count, with the names of the tokens that have one. */
    List<RequestCount> list(Accounts accounts) {
        return counts.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue().sum(), accounts))
                .sorted(READING_ORDER)
                .toList();
    }

    private static RequestCount row(Key key, long count, Accounts accounts) {
        String token = key.token()
                .map(Fingerprint::text)
                .map(text -> accounts.known(text).map(Credential::label).orElse(text))
                .orElse("none");
        return new RequestCount(key.host(), key.operation().path(), token, key.outcome(), count);
    }

    private long sum(Predicate<Key> wanted) {
        return counts.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }
}
