package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which order looks begin, and how many at once. Each that begins goes on until all are let go. */
class LooksTest {

    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void namespaces_take_turns_however_many_looks_wait_in_one() throws InterruptedException {
        var looks = new Looks(1, 1);
        IntStream.range(0, 100).forEach(number -> hand(looks, "loud", "loud-" + number));
        hand(looks, "quiet", "quiet-0");
        hand(looks, "quiet", "quiet-1");

        assertThat(all(looks, 102)).startsWith("loud-0", "loud-1", "quiet-0", "loud-2", "quiet-1", "loud-3", "loud-4");
    }

    @Test
    void no_more_are_under_way_than_there_is_room_for() throws InterruptedException {
        var looks = new Looks(3, 2);
        IntStream.range(0, 4).forEach(number -> hand(looks, "a", "a-" + number));
        IntStream.range(0, 4).forEach(number -> hand(looks, "b", "b-" + number));

        await().untilAsserted(() -> assertThat(begun).containsExactlyInAnyOrder("a-0", "a-1", "b-0"));
        assertThat(looks.getActiveCount()).isEqualTo(3);
        assertThat(looks.getQueue()).isEmpty();

        assertThat(all(looks, 8)).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void looks_that_do_not_end_leave_room_for_those_of_other_namespaces() {
        var looks = new Looks(3, 2);
        IntStream.range(0, 100).forEach(number -> hand(looks, "loud", "loud-" + number));

        hand(looks, "quiet", "quiet");

        await().untilAsserted(() -> assertThat(begun).containsExactlyInAnyOrder("loud-0", "loud-1", "quiet"));
    }

    @Test
    void a_look_that_fails_takes_no_room_from_others() throws InterruptedException {
        var looks = new Looks(1, 1);
        looks.setThreadFactory(Thread.ofVirtual()
                .uncaughtExceptionHandler((_, _) -> begun.add("failure"))
                .factory());
        announce(looks, "a");
        looks.execute(() -> {
            throw new IllegalStateException("a bug");
        });
        hand(looks, "a", "a-1");

        assertThat(all(looks, 2)).containsExactlyInAnyOrder("failure", "a-1");
    }

    @Test
    void a_look_that_nobody_has_announced_is_nobodys_and_comes_too() throws InterruptedException {
        var looks = new Looks(1, 1);
        hand(looks, "a", "a-0");
        hand(looks, "a", "a-1");
        hand(looks, "a", "a-2");
        looks.execute(() -> look("nobody's"));

        assertThat(all(looks, 4)).containsExactly("a-0", "a-1", "nobody's", "a-2");
    }

    @Test
    void at_the_end_those_that_have_begun_end_and_no_other_begins() throws InterruptedException {
        var looks = new Looks(1, 1);
        hand(looks, "a", "a-0");
        hand(looks, "a", "a-1");
        looks.shutdown();

        assertThatThrownBy(() -> hand(looks, "b", "late")).isInstanceOf(RejectedExecutionException.class);

        assertThat(all(looks, 1)).containsExactly("a-0");
    }

    private void hand(Looks looks, String namespace, String name) {
        announce(looks, namespace);
        looks.execute(() -> look(name));
    }

    private static void announce(Looks looks, String namespace) {
        var resource = new KonnectAPIAuthConfiguration();
        resource.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).build());
        looks.reconcileCustomResource(resource, null, Map.of());
    }

    private void look(String name) {
        begun.add(name);
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In the order of their beginning. */
    private List<String> all(Looks looks, int count) throws InterruptedException {
        released.countDown();
        await().untilAsserted(() -> assertThat(begun).hasSize(count));
        looks.shutdown();
        assertThat(looks.awaitTermination(Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return begun;
    }
}
