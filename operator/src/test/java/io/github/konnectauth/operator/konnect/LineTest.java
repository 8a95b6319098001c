package io.github.konnectauth.operator.konnect;

import static io.github.konnectauth.operator.konnect.Asker.Urgency.AWAITED;
import static io.github.konnectauth.operator.konnect.Asker.Urgency.ROUTINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose turn it is. */
class LineTest {

    private final Line<String> line = new Line<>();

    @Test
    void within_a_namespace_they_come_in_the_order_of_their_arrival() {
        add("a", ROUTINE, 3);

        assertThat(all()).containsExactly("a0", "a1", "a2");
    }

    @Test
    void namespaces_take_turns_however_many_wait_in_one() {
        add("full", ROUTINE, 1000);
        add("b", ROUTINE, 2);
        add("c", ROUTINE, 1);

        assertThat(next(6)).containsExactly("full0", "b0", "c0", "full1", "b1", "full2");
    }

    @Test
    void a_namespace_that_comes_back_waits_for_its_turn() {
        add("a", AWAITED, 1);
        add("b", AWAITED, 2);
        next(1);
        line.add("late", new Asker("a", AWAITED));

        assertThat(all()).containsExactly("b0", "late", "b1");
    }

    @Test
    void what_a_person_waits_for_overtakes_all_timers() {
        add("a", ROUTINE, 1000);
        add("b", AWAITED, 2);

        assertThat(next(3)).containsExactly("b0", "b1", "a0");
    }

    @Test
    void however_many_people_wait_every_tenth_turn_is_a_timers() {
        add("a", ROUTINE, 100);
        add("b", AWAITED, 1000);

        var turns = next(100);

        assertThat(turns).filteredOn(one -> one.startsWith("a")).hasSize(10);
        assertThat(turns.subList(0, 9)).noneMatch(one -> one.startsWith("a"));
        assertThat(turns.get(9)).isEqualTo("a0");
    }

    @Test
    void one_that_is_hurried_goes_in_the_turn_of_whoever_waits_for_it_now() {
        add("a", ROUTINE, 3);
        add("b", AWAITED, 2);

        line.hurry("a2", new Asker("c", ROUTINE));

        assertThat(all()).containsExactly("b0", "a2", "b1", "a0", "a1");
    }

    @Test
    void hurrying_one_that_is_hurried_already_or_that_has_gone_changes_nothing() {
        add("a", ROUTINE, 1);
        add("b", AWAITED, 2);
        line.hurry("b1", new Asker("c", AWAITED));
        line.hurry("gone", new Asker("c", AWAITED));

        assertThat(all()).containsExactly("b0", "b1", "a0");
    }

    @Test
    void one_that_leaves_has_no_turn() {
        add("a", ROUTINE, 2);
        add("b", AWAITED, 1);

        assertThat(line.remove("a0")).isTrue();
        assertThat(line.remove("b0")).isTrue();
        assertThat(line.remove("b0")).isFalse();

        assertThat(all()).containsExactly("a1");
    }

    @Test
    void all_can_leave_at_once_and_others_come_after_them() {
        add("a", ROUTINE, 2);
        add("b", AWAITED, 1);

        assertThat(line.leave()).containsExactly("a0", "a1", "b0");
        assertThat(line.isEmpty()).isTrue();
        assertThat(line.next()).isEmpty();
        add("c", ROUTINE, 1);
        assertThat(all()).containsExactly("c0");
    }

    private void add(String namespace, Asker.Urgency urgency, int count) {
        for (var i = 0; i < count; i++) {
            line.add(namespace + i, new Asker(namespace, urgency));
        }
    }

    private List<String> next(int count) {
        var turns = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            turns.add(line.next().orElseThrow());
        }
        return turns;
    }

    private List<String> all() {
        var turns = new ArrayList<String>();
        for (var one = line.next(); one.isPresent(); one = line.next()) {
            turns.add(one.get());
        }
        assertThat(line.isEmpty()).isTrue();
        assertThat(line.next()).isEqualTo(Optional.empty());
        return turns;
    }
}
