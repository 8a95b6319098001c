package io.github.konnectauth.operator.konnect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.konnectauth.operator.api.KonnectToken.Fingerprint;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import okhttp3.HttpUrl;

/** One call for all who ask the same at about the same time. */
final class SharedReplies {

    /** Longer than any answer is served. What stands in line is kept for as long as it does, which may be longer. */
    private final Cache<Question, Asked> asked;

    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Clock clock;
    private final Counter shared;

    /**
     * @param longestUse the greatest age at which anybody takes an answer: half of the interval between two checks, or a
     *     minute
     * @param shared counts the calls that were spared
     */
    SharedReplies(Duration longestUse, Clock clock, Counter shared) {
        this.asked = Caffeine.newBuilder()
                .expireAfter(Expiry.<Question, Asked>writing((_, a) -> a.isUnderWay() ? FOR_EVER : longestUse))
                .maximumSize(100_000)
                // Each answer would wake a thread of the common pool for what usually takes microseconds.
                .executor(Runnable::run)
                .build();
        this.clock = clock;
        this.shared = shared;
    }

    /**
     * The reply to the question: one that is fresh enough, or one that is under way, or that of a new call. Where it
     * turns out that no call was made, what was known before stays known.
     *
     * @param call asks; must not run what waits for another reply
     */
    Asking ask(Question question, Freshness freshness, Supplier<Asking> call) {
        var now = clock.instant();
        var answer = asked.asMap().compute(question, (_, last) -> {
            var known = Optional.ofNullable(last).flatMap(Asked::known);
            return known.filter(k -> k.serves(freshness, now) && k.asking().join())
                    .map(Asked::used)
                    .orElseGet(() -> {
                        var asking = call.get();
                        asking.join();
                        return new Asked(asking, false, known.map(Asked::alone));
                    });
        });
        if (answer.again()) {
            shared.increment();
        } else {
            // From now on its time runs.
            var _ = answer.reply().whenComplete((_, _) -> asked.asMap().computeIfPresent(question, (_, a) -> a));
        }
        return answer.asking();
    }

    /**
     * What is asked.
     *
     * @param url of whom, and what
     * @param token about which token; never the token itself
     */
    record Question(HttpUrl url, Fingerprint token) {}

    /** @param before what was known when it was asked */
    private record Asked(Asking asking, boolean again, Optional<Asked> before) {

        CompletableFuture<Reply> reply() {
            return asking.reply();
        }

        Optional<Asked> known() {
            return reply().state() == Future.State.SUCCESS && reply().resultNow() instanceof Reply.NotAsked
                    ? before
                    : Optional.of(this);
        }

        boolean isUnderWay() {
            return !reply().isDone();
        }

        boolean serves(Freshness freshness, Instant now) {
            return switch (reply().state()) {
                case RUNNING -> freshness.acceptsOneUnderWay(asking.sent());
                case SUCCESS ->
                    asking.sent()
                            .filter(sent -> freshness.accepts(reply().resultNow(), sent, now))
                            .isPresent();
                case FAILED, CANCELLED -> false;
            };
        }

        Asked used() {
            return again ? this : new Asked(asking, true, before);
        }

        Asked alone() {
            return new Asked(asking, again, Optional.empty());
        }
    }
}
