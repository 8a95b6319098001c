package io.github.konnectauth.operator.reconcile;

import io.github.konnectauth.operator.api.KonnectToken;
import io.github.konnectauth.operator.konnect.Asker;
import io.github.konnectauth.operator.konnect.Freshness;
import io.github.konnectauth.operator.konnect.Inquiry;
import io.github.konnectauth.operator.konnect.KonnectClient;
import io.github.konnectauth.operator.konnect.KonnectServer;
import io.github.konnectauth.operator.konnect.WhoAmI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Answers when the test says so. */
final class FakeKonnectClient implements KonnectClient {

    private final List<Asked> asked = new ArrayList<>();
    private final Map<String, Map<Object, Runnable>> waiting = new HashMap<>();
    private Optional<WhoAmI> atOnce = Optional.empty();

    /** One question. */
    static final class Asked {

        private final Freshness freshness;
        private final Asker asker;
        private final CompletableFuture<WhoAmI> answer = new CompletableFuture<>();
        private boolean isHurried;
        private boolean isLeft;

        private Asked(Freshness freshness, Asker asker) {
            this.freshness = freshness;
            this.asker = asker;
        }

        Freshness freshness() {
            return freshness;
        }

        Asker asker() {
            return asker;
        }

        boolean isHurried() {
            return isHurried;
        }

        boolean isLeft() {
            return isLeft;
        }

        void answers(WhoAmI with) {
            answer.complete(with);
        }

        void breaks(RuntimeException bug) {
            answer.completeExceptionally(bug);
        }
    }

    List<Asked> asked() {
        return asked;
    }

    Asked last() {
        return asked.getLast();
    }

    /** From now on. */
    void answersAtOnce(WhoAmI answer) {
        atOnce = Optional.of(answer);
    }

    void hostIsUsable(String host) {
        var told = waiting.getOrDefault(host, Map.of());
        waiting.remove(host);
        told.values().forEach(Runnable::run);
    }

    @Override
    public Inquiry whoAmI(KonnectServer server, KonnectToken token, Freshness freshness, Asker asker) {
        var question = new Asked(freshness, asker);
        asked.add(question);
        atOnce.ifPresent(question::answers);
        return new Inquiry(question.answer, () -> question.isHurried = true, () -> question.isLeft = true);
    }

    @Override
    public void whenUsable(String host, Instant since, Object who, Runnable action) {
        waiting.computeIfAbsent(host, _ -> new LinkedHashMap<>()).put(who, action);
    }

    @Override
    public void forget(Object who) {
        waiting.values().forEach(all -> all.remove(who));
    }
}
