package io.github.konnectauth.chart.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.github.konnectauth.chart.pod.Workloads.Workload;
import io.github.konnectauth.operator.ApiServer;
import io.github.konnectauth.operator.NeedsApiServer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server says of the pods of the chart, where a namespace wants them restricted. */
@NeedsApiServer
class PodSecurityIT {

    private static final String NAMESPACE = "restricted";

    private final KubernetesClient client = ApiServer.with(ApiServer.Crd.NONE).client();

    @BeforeEach
    void restrict() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .withLabels(Map.of("pod-security.kubernetes.io/enforce", "restricted"))
                        .endMetadata()
                        .build())
                .createOr(NonDeletingOperation::update);
    }

    static Stream<Arguments> workloads() {
        return PodsTest.workloads();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("workloads")
    void all_pods_are_let_in_where_Pod_Security_is_restricted(Workload workload, PodTemplateSpec template) {
        assertThat(client.resource(pod(template))
                        .dryRun()
                        .create()
                        .getMetadata()
                        .getNamespace())
                .isEqualTo(NAMESPACE);
    }

    @ParameterizedTest
    @EnumSource
    void a_pod_that_is_looser_is_refused(Loosening loosening) {
        assertThat(Workloads.of("{}").all()).isNotEmpty().allSatisfy(workload -> {
            var pod = pod(workload.pod());
            pod.setSpec(loosening.of(pod.getSpec()));

            assertThatThrownBy(() -> client.resource(pod).dryRun().create())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("violates PodSecurity \"restricted:latest\"");
        });
    }

    /** As a controller would make it. */
    private Pod pod(PodTemplateSpec template) {
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(template.getSpec().getServiceAccountName())
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .build())
                .createOr(NonDeletingOperation::update);
        return new PodBuilder()
                .withMetadata(template.getMetadata())
                .editMetadata()
                .withName("pod")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }
}
