package io.github.konnectauth.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.github.konnectauth.operator.ApiServer;
import io.github.konnectauth.operator.NeedsApiServer;
import io.github.konnectauth.operator.Scene;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lease on a real API server, as the elector reads and writes it. */
@NeedsApiServer
class RenewableLeaseIT {

    private static final Duration TENURE = Duration.ofSeconds(10);
    private static final int CONFLICT = 409;

    private final AtomicLong millis = new AtomicLong();
    private final Tenure tenure = new Tenure(TENURE, () -> millis.get() * 1_000_000, millis::get);

    private Scene scene;
    private KubernetesClient client;
    private RenewableLease lock;

    @BeforeEach
    void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
        client = scene.client();
        lock = new RenewableLease(new LeaseName(scene.namespace(), "lease"), "me", tenure);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void one_that_nobody_has_made_is_none() {
        assertThat(lock.get(client)).isNull();
    }

    @Test
    void one_that_is_held_is_renewed_again_and_again() {
        win();

        for (var renewal = 1; renewal <= 3; renewal++) {
            pass(TENURE.minusSeconds(1));
            assertThat(holder()).isEqualTo("me");
            lock.update(client, record("me"));
        }

        assertThat(stored().getSpec().getRenewTime().toInstant()).isEqualTo(now().toInstant());
        pass(TENURE.minusSeconds(1));
        assertThat(tenure.isHeld()).as("by a renewal that is 9 s old").isTrue();
    }

    @Test
    void while_it_is_held_it_is_not_read_and_a_renewal_of_what_another_has_written_meets_a_conflict() {
        win();
        write(lease -> lease.getSpec().setHolderIdentity("another"));

        assertThat(holder()).isEqualTo("me");
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> lock.update(client, record("me")))
                .returns(CONFLICT, KubernetesClientException::getCode);

        assertThat(stored().getSpec().getHolderIdentity()).isEqualTo("another");
        assertThat(holder()).as("after the conflict").isEqualTo("another");
    }

    @Test
    void it_is_read_when_the_last_renewal_is_old() {
        win();
        write(lease -> lease.getSpec().setHolderIdentity("another"));
        pass(TENURE);

        assertThat(holder()).isEqualTo("another");
    }

    @Test
    void it_is_read_by_who_does_not_hold_it() {
        lock.create(client, record("another"));
        write(lease -> lease.getSpec().setHolderIdentity("a third"));

        assertThat(holder()).isEqualTo("a third");
    }

    @Test
    void one_that_was_deleted_meanwhile_is_found_missing_by_the_renewal_and_made_anew() {
        win();
        lease().delete();

        assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> lock.update(client, record("me")));
        assertThat(lock.get(client)).isNull();
        lock.create(client, record("me"));

        assertThat(stored().getSpec().getHolderIdentity()).isEqualTo("me");
    }

    @Test
    void a_label_that_somebody_has_put_on_it_stays() {
        win();
        write(lease -> lease.getMetadata().getLabels().put("team", "gateway"));
        pass(TENURE);
        lock.get(client);

        lock.update(client, record("me"));

        assertThat(stored().getMetadata().getLabels()).containsEntry("team", "gateway");
    }

    @Test
    void giving_it_back_is_no_renewal() {
        win();
        pass(TENURE.minusSeconds(1));
        lock.get(client);

        lock.update(client, record(""));

        pass(Duration.ofSeconds(1));
        assertThat(tenure.isHeld()).isFalse();
        assertThat(stored().getSpec().getHolderIdentity()).isNullOrEmpty();
    }

    @Test
    void one_that_does_not_say_since_when_it_is_held_cannot_be_read() {
        win();
        pass(TENURE);

        for (Consumer<Lease> spoilt : List.<Consumer<Lease>>of(
                lease -> lease.getSpec().setRenewTime(null),
                lease -> lease.getSpec().setLeaseDurationSeconds(null),
                lease -> lease.setSpec(null))) {
            write(spoilt);
            assertThatExceptionOfType(KubernetesClientException.class)
                    .isThrownBy(() -> lock.get(client))
                    .withMessageContaining("cannot be read");
        }
    }

    private void win() {
        assertThat(lock.get(client)).isNull();
        lock.create(client, record("me"));
        tenure.win();
    }

    private LeaderElectionRecord record(String holder) {
        return new LeaderElectionRecord(holder, Duration.ofSeconds(15), now(), now(), 0);
    }

    private String holder() {
        return Objects.requireNonNull(lock.get(client)).getHolderIdentity();
    }

    private void pass(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    private ZonedDateTime now() {
        return Instant.ofEpochMilli(millis.get()).atZone(ZoneOffset.UTC);
    }

    private void write(Consumer<Lease> change) {
        lease().edit(lease -> {
            change.accept(lease);
            return lease;
        });
    }

    private Lease stored() {
        return lease().require();
    }

    private Resource<Lease> lease() {
        return client.leases().inNamespace(scene.namespace()).withName("lease");
    }
}
