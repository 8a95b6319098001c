package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two releases for some namespaces each: the second one finds the Roles of the first one, as the chart itself renders them. */
class SharedNamespacesTest {

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
        '', '', b, refused
        team=a, '', b, refused
        '', team=a, b, refused
        team=a, team=a, b, refused
        team=a, team=b, b, accepted
        '', '', c, accepted
        """)
    void whoever_comes_second_is_refused_where_both_look_at_the_same(
            String own, String other, String namespace, String outcome) {
        for (var selectors : List.of(List.of(own, other), List.of(other, own))) {
            var values = Values.merged(
                    Values.of("labelSelector", selectors.getFirst()), Values.of("watchNamespaces", List.of(namespace)));
            var cluster = of("other", selectors.getLast());

            if (outcome.equals("accepted")) {
                assertThat(Chart.render(values, cluster).kinds()).contains("Deployment");
            } else {
                assertThatThrownBy(() -> Chart.render(values, cluster))
                        .hasMessageContaining("The release elsewhere/other looks at")
                        .hasMessageContaining("in the namespace b, and this one would too")
                        .hasMessageContaining("Give both a labelSelector of their own, or watch other namespaces");
            }
        }
    }

    @Test
    void the_release_itself_does_not_count_as_another_one() {
        var cluster = Chart.render("watchNamespaces: [a, b]").all("Role");

        assertThat(Chart.render(Values.parse("watchNamespaces: [a, b, c]"), cluster)
                        .all("Role"))
                .hasSize(4);
    }

    @Test
    void somebody_who_may_not_see_roles_brings_the_rights_and_is_not_checked() {
        Map<String, Object> values = Values.parse("watchNamespaces: [b]\nrbac: {create: false}");

        assertThat(Chart.render(values, of("other", "")).kinds()).contains("Deployment");
    }

    private static List<GenericKubernetesResource> of(String release, String selector) {
        return Chart.renderAs(release, "elsewhere", "watchNamespaces: [a, b]\nlabelSelector: '" + selector + "'")
                .all("Role");
    }
}
