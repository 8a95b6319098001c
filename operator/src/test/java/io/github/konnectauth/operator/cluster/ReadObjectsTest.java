package io.github.konnectauth.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the client makes of what the API server sends. Of the objects in a watch only the kind says what they are. */
class ReadObjectsTest {

    private final KubernetesClient client = Cluster.connect(Config.empty(), chain -> chain.proceed(chain.request()));

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void an_error_in_a_watch_is_read_as_one() {
        assertThat(inAWatch("v1", "Status")).isInstanceOf(Status.class);
    }

    @Test
    void what_the_operator_watches_is_read_as_what_it_is() {
        assertThat(inAWatch("konnect.konghq.com/v1alpha1", "KonnectAPIAuthConfiguration"))
                .isInstanceOf(KonnectAPIAuthConfiguration.class);
        assertThat(inAWatch("coordination.k8s.io/v1", "Lease")).isInstanceOf(Lease.class);
    }

    @Test
    void no_other_kind_is_known_so_that_its_classes_are_not_loaded() {
        assertThat(inAWatch("v1", "Pod")).isInstanceOf(GenericKubernetesResource.class);
    }

    @Test
    void who_wrote_which_field_is_not_kept() {
        var secret = client.getKubernetesSerialization().unmarshal("""
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "token", "managedFields": [
                  {"manager": "kubectl", "operation": "Update", "fieldsType": "FieldsV1", "fieldsV1": {"f:data": {}}}]}}
                """, Secret.class);

        assertThat(secret.getMetadata().getManagedFields()).isEmpty();
        assertThat(secret.getMetadata().getName()).isEqualTo("token");
        assertThat(secret.getMetadata().getAdditionalProperties()).isEmpty();
    }

    private KubernetesResource inAWatch(String version, String kind) {
        var event = """
                {"type": "MODIFIED", "object": {"apiVersion": "%s", "kind": "%s", "metadata": {}}}
                """.formatted(version, kind);
        return (KubernetesResource) client.getKubernetesSerialization()
                .unmarshal(event, WatchEvent.class)
                .getObject();
    }
}
