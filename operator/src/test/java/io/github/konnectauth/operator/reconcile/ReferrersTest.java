package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import org.junit.jupiter.api.Test;

class ReferrersTest {

    private final IndexedResources resources = new IndexedResources();
    private final Referrers referrers = new Referrers(resources);

    @Test
    void a_secret_is_named_by_resources_of_its_own_namespace_and_of_others() {
        resources.put(Resources.naming("prod", "without-namespace", "", "konnect"));
        resources.put(Resources.naming("prod", "with-namespace", "prod", "konnect"));
        resources.put(Resources.naming("test", "from-elsewhere", "prod", "konnect"));

        assertThat(referrers.of(Resources.secret("prod", "konnect")))
                .containsExactlyInAnyOrder(
                        new ResourceID("without-namespace", "prod"),
                        new ResourceID("with-namespace", "prod"),
                        new ResourceID("from-elsewhere", "test"));
    }

    @Test
    void resources_that_name_another_secret_are_left_alone() {
        resources.put(Resources.naming("prod", "other-name", "", "other"));
        resources.put(Resources.naming("test", "other-namespace", "", "konnect"));
        resources.put(Resources.naming("prod", "no-name", "", ""));
        resources.put(Resources.read(Resources.inline("prod", "inline")));

        assertThat(referrers.of(Resources.secret("prod", "konnect"))).isEmpty();
    }

    @Test
    void a_changed_reference_counts_and_the_former_one_no_more() {
        resources.put(Resources.naming("prod", "api", "", "former"));
        resources.put(Resources.naming("prod", "api", "", "konnect"));

        assertThat(referrers.of(Resources.secret("prod", "konnect"))).containsExactly(new ResourceID("api", "prod"));
        assertThat(referrers.of(Resources.secret("prod", "former"))).isEmpty();
    }

    @Test
    void a_deleted_resource_names_nothing() {
        var resource = Resources.naming("prod", "api", "", "konnect");
        resources.put(resource);
        resources.remove(resource);

        assertThat(referrers.of(Resources.secret("prod", "konnect"))).isEmpty();
    }
}
