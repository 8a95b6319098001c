package io.github.konnectauth.operator.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose turn it is. */
class TurnsTest {

    private final Turns<String> turns = new Turns<>();

    @Test
    void within_a_namespace_they_come_in_the_order_of_their_arrival() {
        add("a", 3);

        assertThat(all()).containsExactly("a0", "a1", "a2");
    }

    @Test
    void namespaces_take_turns_however_many_wait_in_one() {
        add("full", 1000);
        add("b", 2);
        add("c", 1);

        assertThat(all())
                .startsWith("full0", "b0", "c0", "full1", "b1", "full2")
                .hasSize(1003);
    }

    @Test
    void a_namespace_that_comes_anew_has_its_turn_after_those_of_all_others() {
        add("a", 1);
        add("b", 2);
        assertThat(turns.next()).hasValue("a0");

        turns.add("a", "late");

        assertThat(all()).containsExactly("b0", "late", "b1");
    }

    @Test
    void one_that_leaves_has_no_turn_and_its_namespace_has_none_for_nobody() {
        add("a", 2);
        add("b", 1);
        add("c", 1);

        turns.remove("a", "a0");
        turns.remove("b", "b0");
        turns.remove("b", "c0");
        turns.remove("nowhere", "c0");

        assertThat(turns.size()).isEqualTo(2);
        assertThat(all()).containsExactly("a1", "c0");
    }

    @Test
    void the_fullest_namespace_gives_up_its_first_and_its_turn() {
        add("full", 3);
        add("b", 2);

        assertThat(turns.nextOfTheFullest()).hasValue("full0");

        assertThat(all()).containsExactly("b0", "full1", "b1", "full2");
    }

    @Test
    void a_namespace_that_may_not_have_its_turn_keeps_it() {
        add("a", 2);
        add("b", 1);

        assertThat(turns.next(namespace -> !namespace.equals("a"))).hasValue("b0");
        assertThat(turns.next(namespace -> !namespace.equals("a"))).isEmpty();

        assertThat(all()).containsExactly("a0", "a1");
    }

    @Test
    void nobody_waits_twice_in_one_namespace() {
        turns.add("a", "one");
        turns.add("a", "one");
        turns.add("b", "one");

        assertThat(turns.size()).isEqualTo(2);
        assertThat(all()).containsExactly("one", "one");
    }

    @Test
    void where_nobody_waits_nobody_comes() {
        add("a", 2);
        turns.clear();

        assertThat(turns.isEmpty()).isTrue();
        assertThat(turns.next()).isEmpty();
        assertThat(turns.nextOfTheFullest()).isEmpty();
    }

    private void add(String namespace, int count) {
        for (var number = 0; number < count; number++) {
            turns.add(namespace, namespace + number);
        }
    }

    private List<String> all() {
        var all = new ArrayList<String>();
        for (var next = turns.next(); next.isPresent(); next = turns.next()) {
            all.add(next.get());
        }
        assertThat(turns.size()).isZero();
        assertThat(turns.next()).isEqualTo(Optional.empty());
        return all;
    }
}
