package io.github.konnectauth.operator.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.github.konnectauth.operator.kong.Grants;
import io.github.konnectauth.operator.kong.Reference;
import io.github.konnectauth.operator.kong.Reference.Target;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Whose finalizer is looked at when. */
class UpkeepTest {

    private static final int MANY = 150;

    private final List<Target> looked = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AutoClose
    private final Upkeep<Secret> upkeep = new Upkeep<>(new NoneThere(), new NoGrants(), Set.of());

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void namespaces_take_turns_however_many_wait_in_one_and_however_long_the_API_server_takes()
            throws InterruptedException {
        IntStream.range(0, MANY).forEach(number -> upkeep.reconsider(Target.secret("loud", "secret-" + number)));
        begun.await();
        var quiet = Target.secret("quiet", "only");
        upkeep.reconsider(quiet);
        released.countDown();

        await().untilAsserted(() -> assertThat(looked).hasSize(MANY + 1));
        assertThat(looked.indexOf(quiet)).isLessThanOrEqualTo(2);
    }

    @Test
    void each_is_looked_at_once_in_the_order_of_their_arrival() throws InterruptedException {
        var first = Target.secret("a", "first");
        upkeep.reconsider(first);
        begun.await();
        var all = IntStream.range(0, MANY)
                .mapToObj(number -> Target.secret("a", "secret-" + number))
                .toList();
        all.forEach(target -> {
            upkeep.reconsider(target);
            upkeep.reconsider(target);
        });
        released.countDown();

        await().untilAsserted(() -> assertThat(looked).hasSize(1 + MANY));
        assertThat(looked).startsWith(first).endsWith(all.toArray(Target[]::new));
    }

    private final class NoneThere implements Held<Secret> {

        @Override
        public InUseFinalizer finalizer() {
            return InUseFinalizer.SECRET;
        }

        @Override
        public Optional<Secret> read(Target target) {
            looked.add(target);
            begun.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        }

        @Override
        public Secret patch(Secret read, String patch) {
            throw new AssertionError("there is none");
        }

        @Override
        public boolean mayBeHeld(Secret object) {
            return true;
        }

        @Override
        public Collection<Reference> seen(Target target) {
            return List.of();
        }

        @Override
        public Collection<Reference> askedIn(String namespace) {
            return List.of();
        }
    }

    private static final class NoGrants implements Grants {

        @Override
        public boolean permit(Reference reference) {
            return false;
        }

        @Override
        public Set<String> grantedNamespaces(Target target) {
            return Set.of();
        }
    }
}
