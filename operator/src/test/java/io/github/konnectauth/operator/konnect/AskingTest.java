package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many want an answer, and what is kept of the call that brings it. */
class AskingTest {

    private static final Asker ASKER = new Asker("default", Asker.Urgency.ROUTINE);

    private final ScheduledExecutorService doorkeeper = Executors.newSingleThreadScheduledExecutor();
    private final List<Visit> sent = new CopyOnWriteArrayList<>();
    private final MovableClock clock = new MovableClock();
    private final Host host =
            new Host("host.example", new Gate(clock, ExampleKonnect.NO_CHANCE, 0.01, () -> 0), doorkeeper);

    @AfterEach
    void close() {
        doorkeeper.shutdownNow();
    }

    @Test
    void a_call_that_nobody_wants_any_more_leaves_the_line_and_nobody_joins_it() {
        occupyTheHost();
        var asking = asking();
        asking.join();
        asking.join();

        asking.leave();
        assertThat(asking.reply()).isNotDone();
        asking.leave();

        assertThat(asking.reply()).isCompletedWithValue(new Reply.NotAsked(Refusal.NOT_WANTED));
        assertThat(asking.join()).isFalse();
    }

    @Test
    void a_call_that_is_under_way_goes_on_and_may_be_joined() {
        var asking = asking();
        asking.join();
        Awaitility.await().until(() -> sent.size() == 1);

        asking.leave();

        assertThat(asking.join()).isTrue();
        sent.getFirst().end(new HttpAnswer.None());
        assertThat(asking.reply()).isCompletedWithValue(new Reply.NoAnswer());
    }

    @Test
    void it_knows_when_its_call_went_out_and_not_before() {
        occupyTheHost();
        var inLine = asking();
        assertThat(inLine.sent()).isEmpty();

        var visit = visit();
        var asking = asking(visit);
        clock.move(Duration.ofSeconds(7));
        visit.begin(0);
        assertThat(asking.sent()).contains(clock.instant());

        clock.move(Duration.ofSeconds(7));
        asking.leave();
        inLine.leave();
        assertThat(inLine.sent()).as("it never goes").isEmpty();
    }

    @Test
    void nothing_of_the_call_is_kept_once_the_reply_is_there() {
        var visits = new ArrayList<WeakReference<Visit>>();
        var asking = over(visits);

        Awaitility.await().until(() -> {
            System.gc();
            return visits.getFirst().get() == null;
        });
        assertThat(asking.reply()).isCompletedWithValue(new Reply.NotAsked(Refusal.PAUSED));
    }

    /** In a method of its own, so that the test does not hold the visit itself. */
    private Asking over(List<WeakReference<Visit>> visits) {
        var visit = visit();
        visits.add(new WeakReference<>(visit));
        var asking = asking(visit);
        visit.turnAway(Refusal.PAUSED);
        return asking;
    }

    /** The next call is far away now. */
    private void occupyTheHost() {
        host.join(visit(), ASKER);
        Awaitility.await().until(() -> sent.size() == 1);
    }

    private Asking asking() {
        var visit = visit();
        host.join(visit, ASKER);
        return asking(visit);
    }

    private Asking asking(Visit visit) {
        return new Asking(
                visit.answer().thenApply(Reply::toIdentity), visit.sent(), Optional.of(new Asking.Place(host, visit)));
    }

    private Visit visit() {
        return new Visit(host, sent::add, clock);
    }
}
