package io.github.konnectauth.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.github.konnectauth.operator.ApiServer;
import io.github.konnectauth.operator.NeedsApiServer;
import io.github.konnectauth.operator.Scene;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    void while_it_is_held_it_is_not_read() {
        win();
        write(lease -> lease.getSpec().setHolderIdentity("another"));

        assertThat(holder()).isEqualTo("me");
    }

    @Test
    void a_renewal_of_what_another_has_taken_changes_nothing_and_ends_the_tenure() {
        win();
        write(lease -> lease.getSpec().setHolderIdentity("another"));
        lock.get(client);

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> lock.update(client, record("me")))
                .returns(CONFLICT, KubernetesClientException::getCode);

        assertThat(tenure.isHeld()).isFalse();
        assertThat(stored().getSpec().getHolderIdentity()).isEqualTo("another");
        assertThat(holder()).isEqualTo("another");
    }

    @Test
    void one_that_somebody_has_labelled_while_it_is_held_is_renewed_and_keeps_its_label() {
        win();
        write(lease -> lease.getMetadata().getLabels().put("team", "gateway"));
        pass(TENURE.minusSeconds(1));
        lock.get(client);

        lock.update(client, record("me"));

        assertThat(stored().getMetadata().getLabels()).containsEntry("team", "gateway");
        assertThat(stored().getSpec().getRenewTime().toInstant()).isEqualTo(now().toInstant());
        pass(TENURE.minusSeconds(1));
        assertThat(tenure.isHeld()).isTrue();
    }

    @Test
    void a_renewal_whose_answer_is_lost_is_followed_by_another() {
        var isCut = new AtomicBoolean();
        var impatient = new ConfigBuilder(Config.fromKubeconfig(scene.server().kubeconfig()))
                .withRequestRetryBackoffLimit(0)
                .build();
        win();
        try (var cut = Cluster.connect(impatient, chain -> {
            var answer = chain.proceed(chain.request());
            if (isCut.getAndSet(false)) {
                answer.close();
                throw new IOException("the connection is cut");
            }
            return answer;
        })) {
            lock.get(cut);
            isCut.set(true);
            assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> lock.update(cut, record("me")));

            pass(Duration.ofSeconds(2));
            lock.get(cut);
            lock.update(cut, record("me"));
        }

        assertThat(isCut).isFalse();
        assertThat(stored().getSpec().getRenewTime().toInstant()).isEqualTo(now().toInstant());
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
        assertThat(tenure.isHeld()).isFalse();
        assertThat(lock.get(client)).isNull();
        lock.create(client, record("me"));

        assertThat(stored().getSpec().getHolderIdentity()).isEqualTo("me");
        assertThat(tenure.isHeld()).isTrue();
    }

    @Test
    void one_that_is_given_back_is_free_at_once_also_if_somebody_has_labelled_it() {
        win();
        write(lease -> lease.getMetadata().getLabels().put("team", "gateway"));
        pass(TENURE.minusSeconds(1));
        lock.get(client);

        lock.update(client, givenBack());

        assertThat(stored().getSpec().getHolderIdentity()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(tenure.isHeld()).as("giving back is no renewal").isFalse();
    }

    @Test
    void one_that_was_deleted_need_not_be_given_back() {
        win();
        lease().delete();

        lock.update(client, givenBack());

        assertThat(lease().get()).isNull();
    }

    static Stream<Arguments> whatIsMissing() {
        return Stream.<Map.Entry<String, Consumer<Lease>>>of(
                        Map.entry("when it was taken", lease -> lease.getSpec().setAcquireTime(null)),
                        Map.entry(
                                "when it was renewed", lease -> lease.getSpec().setRenewTime(null)),
                        Map.entry("for how long", lease -> lease.getSpec().setLeaseDurationSeconds(null)),
                        Map.entry("anything", lease -> lease.setSpec(null)))
                .map(each -> Arguments.of(each.getKey(), each.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatIsMissing")
    void one_that_does_not_say_enough_cannot_be_read_until_it_is_mended(String what, Consumer<Lease> spoil) {
        win();
        write(spoil);

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> lock.update(client, record("me")))
                .withMessageContaining("cannot be read");
        assertThat(tenure.isHeld()).isFalse();
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> lock.get(client))
                .withMessageContaining("cannot be read");

        lease().delete();
        assertThat(lock.get(client)).isNull();
    }

    private void win() {
        assertThat(lock.get(client)).isNull();
        lock.create(client, record("me"));
        tenure.win();
    }

    private LeaderElectionRecord record(String holder) {
        return new LeaderElectionRecord(holder, Duration.ofSeconds(15), now(), now(), 0);
    }

    /** As the elector gives it back. */
    private LeaderElectionRecord givenBack() {
        return new LeaderElectionRecord(null, Duration.ofSeconds(1), now(), now(), 0);
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
