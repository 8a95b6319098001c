package io.github.konnectauth.operator.konnect;

import io.github.konnectauth.operator.api.ExampleToken;
import io.github.konnectauth.operator.konnect.SharedReplies.Question;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;

/** Replies that are shared, and the calls that bring them, each of which ends when a test says so. */
abstract class SharingTest {

    static final Freshness MINUTE = new Freshness.Within(Duration.ofSeconds(60));
    static final Freshness NOW = new Freshness.Now();
    static final Question IDENTITY = question("https://global.api.konghq.com/v3/organizations/me", "kpat_a");

    final MovableClock clock = new MovableClock();
    final Counter spared = new SimpleMeterRegistry().counter("spared");
    final SharedReplies shared = new SharedReplies(Duration.ofHours(1), clock, spared);

    /** What was asked, in that order. */
    final Deque<Call> calls = new ArrayDeque<>();

    /** Whether a call goes out as soon as it is asked for. */
    boolean isLineEmpty = true;

    void answered(Reply reply) {
        var _ = ask(IDENTITY, MINUTE);
        calls.getLast().complete(reply);
    }

    CompletableFuture<Reply> ask(Question question, Freshness freshness) {
        return shared.ask(question, freshness, () -> {
                    calls.addLast(new Call());
                    if (isLineEmpty) {
                        calls.getLast().goesOut();
                    }
                    return calls.getLast().asking();
                })
                .reply();
    }

    /** A call that was asked for, and stands in line until it goes out. */
    final class Call {

        final CompletableFuture<Reply> reply = new CompletableFuture<>();
        final CompletableFuture<Instant> sent = new CompletableFuture<>();

        void goesOut() {
            sent.complete(clock.instant());
        }

        void complete(Reply with) {
            reply.complete(with);
        }

        Asking asking() {
            return new Asking(reply, sent, Optional.empty());
        }
    }

    static Question question(String url, String token) {
        return new Question(HttpUrl.get(url), ExampleToken.of(token).fingerprint());
    }
}
