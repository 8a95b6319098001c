package io.github.konnectauth.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TenureTest {

    private static final Duration LENGTH = Duration.ofSeconds(10);

    /** Near its end, as such clocks may be at any time. */
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(5).toNanos());

    private final AtomicLong millis = new AtomicLong();

    private final Tenure tenure = new Tenure(LENGTH, nanos::get, millis::get);

    @Test
    void a_lease_that_is_sought_is_not_held() {
        assertThat(tenure.isHeld()).isFalse();
    }

    @Test
    void a_renewal_is_good_for_its_length_and_no_longer() {
        tenure.win();
        pass(LENGTH.minusNanos(1));
        assertThat(tenure.isHeld()).isTrue();

        pass(Duration.ofNanos(1));
        assertThat(tenure.isHeld()).isFalse();
    }

    @Test
    void a_renewal_counts_from_when_it_was_begun() {
        tenure.win();
        pass(Duration.ofSeconds(6));
        var begun = tenure.now();
        pass(Duration.ofSeconds(3));
        tenure.renewed(begun);

        pass(Duration.ofSeconds(6));
        assertThat(tenure.isHeld()).isTrue();

        pass(Duration.ofSeconds(1));
        assertThat(tenure.isHeld()).isFalse();
    }

    @Test
    void one_that_comes_late_is_good_again_unless_the_lease_was_lost() {
        tenure.win();
        pass(LENGTH);
        tenure.renewed(tenure.now());
        assertThat(tenure.isHeld()).isTrue();

        tenure.end();
        tenure.renewed(tenure.now());
        assertThat(tenure.isHeld()).isFalse();
    }

    @Test
    void a_lease_that_is_in_doubt_is_held_again_when_it_is_renewed() {
        tenure.win();
        tenure.doubt();
        assertThat(tenure.isHeld()).isFalse();

        tenure.renewed(tenure.now());
        assertThat(tenure.isHeld()).isTrue();
    }

    @Test
    void a_lease_that_was_lost_is_never_won_again() {
        assertThat(tenure.win()).isTrue();
        tenure.end();

        assertThat(tenure.win()).isFalse();
        assertThat(tenure.isHeld()).isFalse();
    }

    @Test
    void a_machine_that_slept_ends_a_renewal_although_the_other_clock_stood_still() {
        tenure.win();

        millis.addAndGet(LENGTH.toMillis());

        assertThat(tenure.isHeld()).isFalse();
    }

    @Test
    void a_wall_clock_that_is_set_back_makes_no_renewal_longer() {
        tenure.win();
        millis.addAndGet(-Duration.ofHours(1).toMillis());

        pass(LENGTH);

        assertThat(tenure.isHeld()).isFalse();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        millis.addAndGet(time.toMillis());
    }
}
