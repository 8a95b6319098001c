package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the chart consists of, without a cluster. */
class RenderingTest {

    @Test
    void with_nothing_set_there_is_one_operator_with_its_account_rights_and_CRD() {
        assertThat(Chart.render().kinds())
                .containsExactlyInAnyOrder(
                        "CustomResourceDefinition",
                        "ServiceAccount",
                        "ClusterRole",
                        "ClusterRoleBinding",
                        "Role",
                        "RoleBinding",
                        "Deployment");
    }

    @Test
    void the_source_without_the_CRD_is_refused_and_says_how_to_build_the_chart() {
        assertThatThrownBy(() -> Chart.render(Chart.SOURCE, Map.of()))
                .hasMessageContaining("mvn -pl helm -am -DskipTests package");
    }
}
