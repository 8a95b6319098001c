package io.github.konnectauth.chart.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.github.konnectauth.chart.pod.Workloads.Workload;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pods of everything that the chart runs: what they may do to their node, how much of it they take, and as whom. */
class PodsTest {

    static Stream<Workloads> sets() {
        return Workloads.ofEachSet();
    }

    static Stream<Arguments> workloads() {
        return sets().flatMap(set -> set.all().stream()).map(workload -> Arguments.of(workload, workload.pod()));
    }

    @Test
    void the_chart_runs_an_operator_and_Jobs_that_hand_back() {
        assertThat(Workloads.of("secretFinalizer: false").all())
                .extracting(Workload::name)
                .containsExactly(
                        "Deployment konnect-auth-operator",
                        "Job konnect-auth-operator-uninstall",
                        "Job konnect-auth-operator-upgrade");
        assertThat(sets())
                .hasSizeGreaterThan(2)
                .allSatisfy(set -> assertThat(set.all()).hasSizeGreaterThan(1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("workloads")
    void a_pod_is_restricted_and_writes_no_file_of_its_image(Workload workload, PodTemplateSpec pod) {
        assertThat(Restricted.faults(pod.getSpec())).isEmpty();
        assertThat(pod.getSpec().getSecurityContext().getRunAsUser())
                .as("a node sees from a number that it is not root")
                .isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void a_pod_that_is_looser_would_be_noticed(Loosening loosening) {
        assertThat(Workloads.of("{}").all())
                .allSatisfy(workload -> assertThat(
                                Restricted.faults(loosening.of(workload.pod().getSpec())))
                        .anyMatch(fault -> fault.endsWith(loosening.field())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("workloads")
    void memory_is_limited_and_set_aside_and_so_is_processor_time(Workload workload, PodTemplateSpec pod) {
        assertThat(pod.getSpec().getContainers()).isNotEmpty().allSatisfy(container -> {
            var resources = container.getResources();
            assertThat(resources.getRequests()).containsKeys("memory", "cpu");
            assertThat(resources.getLimits()).containsKey("memory");
            assertThat(bytes(resources.getRequests().get("memory")))
                    .isPositive()
                    .isLessThanOrEqualTo(bytes(resources.getLimits().get("memory")));
        });
    }

    private static long bytes(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity).longValueExact();
    }

    @Test
    void a_limit_of_processor_time_holds_for_all_pods_where_somebody_wants_one() {
        assertThat(Workloads.of("resources: {limits: {cpu: 500m}}").all())
                .allSatisfy(workload -> assertThat(workload.pod()
                                .getSpec()
                                .getContainers()
                                .getFirst()
                                .getResources()
                                .getLimits())
                        .containsEntry("cpu", new Quantity("500m"))
                        .containsKey("memory"));
    }

    /** No other pod gets the account's token by naming the account. */
    @ParameterizedTest
    @MethodSource("sets")
    void an_accounts_token_is_mounted_only_where_a_pod_of_ours_asks_for_it(Workloads set) {
        var accounts = set.all("ServiceAccount", ServiceAccount.class);

        assertThat(accounts)
                .isNotEmpty()
                .allSatisfy(account ->
                        assertThat(account.getAutomountServiceAccountToken()).isFalse());
        assertThat(set.all()).allSatisfy(workload -> {
            assertThat(workload.pod().getSpec().getAutomountServiceAccountToken())
                    .isTrue();
            assertThat(accounts)
                    .extracting(account -> account.getMetadata().getName())
                    .contains(workload.pod().getSpec().getServiceAccountName());
        });
        assertThat(set.all().stream().map(it -> it.pod().getSpec().getServiceAccountName()))
                .as("each has an account of its own")
                .doesNotHaveDuplicates();
    }
}
