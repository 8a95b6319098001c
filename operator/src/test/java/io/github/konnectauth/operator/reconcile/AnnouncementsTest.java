package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

    private static final int MOST_WAITING = 10_000;

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AutoClose
    private final Announcements announcements = new Announcements(this::write);

    private void write(Announcement announcement) {
        begun.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        written.add(announcement.note());
    }

    private void add(String namespace, String note) {
        announcements.add(new Announcement(namespace, "a", "uid", Instant.EPOCH, true, "Valid", note));
    }

    @Test
    void namespaces_take_turns_however_many_one_of_them_has() throws InterruptedException {
        add("loud", "first");
        begun.await();
        IntStream.range(0, 100).forEach(number -> add("loud", "loud-" + number));
        add("quiet", "quiet-0");
        add("quiet", "quiet-1");

        released.countDown();

        await().untilAsserted(() ->
                assertThat(written).startsWith("first", "loud-0", "quiet-0", "loud-1", "quiet-1", "loud-2", "loud-3"));
    }

    @Test
    void when_too_many_wait_the_oldest_of_the_namespace_with_the_most_give_way() throws InterruptedException {
        add("quiet", "first");
        begun.await();
        add("quiet", "second");
        IntStream.range(0, MOST_WAITING + 5).forEach(number -> add("loud", "loud-" + number));

        released.countDown();

        await().untilAsserted(() -> assertThat(written).startsWith("first", "second", "loud-6", "loud-7"));
    }

    @Test
    void what_waits_is_written_before_the_end() throws InterruptedException {
        add("a", "first");
        begun.await();
        add("a", "second");
        released.countDown();

        announcements.close();

        assertThat(written).containsExactly("first", "second");
    }
}
