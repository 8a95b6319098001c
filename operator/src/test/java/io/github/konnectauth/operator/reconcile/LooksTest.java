package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.github.konnectauth.operator.Scene;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which order looks come. The first one holds up the others until it is let go. */
class LooksTest {

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AutoClose
    private final Looks looks = new Looks(1);

    @BeforeEach
    void begin() throws InterruptedException {
        announce("first");
        looks.execute(() -> {
            begun.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            done.add("first");
        });
        begun.await();
    }

    @Test
    void namespaces_take_turns_however_many_looks_wait_in_one() throws InterruptedException {
        IntStream.range(0, 100).forEach(number -> hand("loud", "loud-" + number));
        hand("quiet", "quiet-0");
        hand("quiet", "quiet-1");

        assertThat(all())
                .startsWith("first", "loud-0", "quiet-0", "loud-1", "quiet-1", "loud-2", "loud-3")
                .hasSize(103);
    }

    @Test
    void a_look_that_nobody_has_announced_is_nobodys_and_comes_too() throws InterruptedException {
        hand("a", "a-0");
        hand("a", "a-1");
        looks.execute(() -> done.add("nobody's"));

        assertThat(all()).containsExactly("first", "a-0", "nobody's", "a-1");
    }

    @Test
    void what_was_handed_over_before_the_end_is_done_and_what_comes_later_takes_nobodys_turn()
            throws InterruptedException {
        hand("a", "a-0");
        hand("a", "a-1");
        looks.shutdown();

        assertThatThrownBy(() -> hand("b", "late")).isInstanceOf(RejectedExecutionException.class);

        assertThat(all()).containsExactly("first", "a-0", "a-1");
    }

    private void hand(String namespace, String name) {
        announce(namespace);
        looks.execute(() -> done.add(name));
    }

    private void announce(String namespace) {
        var resource = new KonnectAPIAuthConfiguration();
        resource.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).build());
        looks.reconcileCustomResource(resource, null, Map.of());
    }

    private List<String> all() throws InterruptedException {
        released.countDown();
        looks.shutdown();
        assertThat(looks.awaitTermination(Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return done;
    }
}
