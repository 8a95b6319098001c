package io.github.konnectauth.operator.reconcile;

import static io.github.konnectauth.operator.reconcile.StatusAssert.assertThatStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusStoreTest {

    private static final String STATUS_PATH =
            "/apis/konnect.konghq.com/v1alpha1/namespaces/prod/konnectapiauthconfigurations/api/status";
    private static final KonnectAPIAuthConfiguration RESOURCE = Resources.read(Resources.inline("prod", "api"));
    private static final Condition READY =
            new Condition(Condition.READY, "True", "Valid", "Token is valid", 2L, "2026-03-01T10:00:00Z");
    private static final KonnectAPIAuthConfigurationStatus WANTED = new KonnectAPIAuthConfigurationStatus(
            List.of(READY), KonnectSays.ORGANIZATION, "https://us.api.konghq.com", 2L, "7", "please");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicBoolean isOurTurn = new AtomicBoolean(true);

    private static KonnectAPIAuthConfigurationStatus with(
            KonnectAPIAuthConfigurationStatus status, Long generation, String version, String request) {
        return new KonnectAPIAuthConfigurationStatus(
                status.conditions(), status.organizationId(), status.serverUrl(), generation, version, request);
    }

    private double writes() {
        return meters.counter("konnect.auth.status.writes").count();
    }

    @Nested
    class OnAServerThatStores {

        @AutoClose
        private final MockApi api = MockApi.thatStores();

        private final StatusStore store = new StatusStore(api.client(), isOurTurn::get, meters);

        private KonnectAPIAuthConfiguration created() {
            api.client()
                    .resource(Serialization.unmarshal(Resources.inline("prod", "api"), GenericKubernetesResource.class))
                    .create();
            return current();
        }

        private KonnectAPIAuthConfiguration current() {
            return api.client()
                    .resources(KonnectAPIAuthConfiguration.class)
                    .inNamespace("prod")
                    .withName("api")
                    .get();
        }

        @Test
        void the_status_is_stored_and_what_was_stored_comes_back() {
            var written = store.replace(created(), WANTED).orElseThrow();

            assertThat(written.status()).isEqualTo(WANTED);
            assertThat(current().status()).isEqualTo(WANTED);
            assertThat(written.getMetadata().getResourceVersion())
                    .isEqualTo(current().getMetadata().getResourceVersion());
            assertThat(writes()).isEqualTo(1);
        }

        @Test
        void what_the_new_status_does_not_say_is_gone() {
            store.replace(created(), WANTED);
            var rejected = new KonnectAPIAuthConfigurationStatus(
                    List.of(new Condition(
                            Condition.READY, "False", "TokenRejected", "No.", 2L, "2026-03-01T10:00:00Z")),
                    null,
                    null,
                    2L,
                    null,
                    null);

            store.replace(current(), rejected);

            assertThat(current().status()).isEqualTo(rejected);
            assertThatStatus(current().status()).hasNoOrganization();
        }

        @Test
        void nothing_is_written_in_another_processs_turn() {
            var created = created();
            isOurTurn.set(false);

            assertThat(store.replace(created, WANTED)).isEmpty();

            assertThat(current().getMetadata().getResourceVersion())
                    .isEqualTo(created.getMetadata().getResourceVersion());
            assertThat(writes()).isZero();
        }

        @Test
        void a_resource_that_has_gone_is_no_failure() {
            assertThat(store.replace(RESOURCE, WANTED)).isEmpty();
            assertThat(writes()).isZero();
        }
    }

    @Nested
    class OnAServerThatIsTold {

        @AutoClose
        private final MockApi api = MockApi.thatIsTold();

        private final StatusStore store = new StatusStore(api.client(), isOurTurn::get, meters);

        private void apiAnswers(int code, Map<String, ?> status) {
            var answer = new HashMap<String, Object>(Map.of(
                    "apiVersion", "konnect.konghq.com/v1alpha1",
                    "kind", "KonnectAPIAuthConfiguration",
                    "metadata", Map.of("namespace", "prod", "name", "api", "resourceVersion", "42")));
            answer.put("status", status);
            api.server()
                    .expect()
                    .put()
                    .withPath(STATUS_PATH)
                    .andReturn(code, answer)
                    .once();
        }

        private static final Map<String, Object> AS_KONGS_CRD_KEEPS_IT = Map.of(
                "conditions",
                List.of(Map.of(
                        "type", "Ready",
                        "status", "True",
                        "reason", "Valid",
                        "message", "Token is valid",
                        "observedGeneration", 2,
                        "lastTransitionTime", "2026-03-01T10:00:00Z")),
                "organizationID",
                KonnectSays.ORGANIZATION,
                "serverURL",
                "https://us.api.konghq.com");

        @Test
        void somebody_who_was_faster_is_no_failure_and_no_write() {
            apiAnswers(409, Map.of());

            assertThat(store.replace(RESOURCE, WANTED)).isEmpty();
            assertThat(writes()).isZero();
        }

        @Test
        void somebody_who_has_deleted_it_is_no_failure_and_no_write() {
            apiAnswers(404, Map.of());
            api.server()
                    .expect()
                    .get()
                    .withPath("/apis/konnect.konghq.com/v1alpha1/namespaces/prod/konnectapiauthconfigurations"
                            + "?fieldSelector=metadata.name%3Dapi")
                    .andReturn(200, Map.of("kind", "List", "metadata", Map.of(), "items", List.of()))
                    .always();

            assertThat(store.replace(RESOURCE, WANTED)).isEmpty();
            assertThat(writes()).isZero();
        }

        @ParameterizedTest
        @ValueSource(ints = {500, 403, 422})
        void any_other_failure_is_thrown(int code) {
            apiAnswers(code, Map.of());

            assertThatThrownBy(() -> store.replace(RESOURCE, WANTED))
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            e -> assertThat(e.getCode()).isEqualTo(code));
            assertThat(writes()).isZero();
        }

        @Test
        void the_token_does_not_travel_back_and_the_version_that_was_read_does() throws InterruptedException {
            apiAnswers(200, Map.of());

            store.replace(RESOURCE, WANTED);

            var put = api.server().takeRequest();
            assertThat(put.getMethod()).isEqualTo("PUT");
            assertThat(put.getPath()).isEqualTo(STATUS_PATH);
            assertThat(put.getBody().readUtf8())
                    .contains("\"resourceVersion\":\"41\"", KonnectSays.ORGANIZATION)
                    .doesNotContain("SecretOfTheResource", "\"spec\"");
        }

        @Test
        void before_the_first_answer_every_field_counts() {
            assertThat(store.isStored(WANTED, WANTED)).isTrue();
            assertThat(store.isStored(WANTED, with(WANTED, 1L, "7", "please"))).isFalse();
            assertThat(store.isStored(WANTED, with(WANTED, 2L, "6", "please"))).isFalse();
            assertThat(store.isStored(WANTED, with(WANTED, 2L, "7", "before"))).isFalse();
        }

        @Test
        void fields_that_the_crd_drops_count_no_more() {
            apiAnswers(200, AS_KONGS_CRD_KEEPS_IT);

            var written = store.replace(RESOURCE, WANTED).orElseThrow();

            assertThat(store.isStored(WANTED, written.status())).isTrue();
            assertThat(store.isStored(with(WANTED, 3L, "8", "again"), written.status()))
                    .isTrue();
        }

        @Test
        void fields_that_every_crd_keeps_go_on_counting() {
            apiAnswers(200, AS_KONGS_CRD_KEEPS_IT);
            var stored = store.replace(RESOURCE, WANTED).orElseThrow().status();

            assertThat(store.isStored(
                            new KonnectAPIAuthConfigurationStatus(
                                    stored.conditions(), "other", stored.serverUrl(), null, null, null),
                            stored))
                    .isFalse();
            assertThat(store.isStored(
                            new KonnectAPIAuthConfigurationStatus(
                                    List.of(), stored.organizationId(), stored.serverUrl(), null, null, null),
                            stored))
                    .isFalse();
        }

        @Test
        void a_field_that_was_not_sent_tells_nothing_of_the_crd() {
            apiAnswers(200, AS_KONGS_CRD_KEEPS_IT);
            var inline = new KonnectAPIAuthConfigurationStatus(
                    WANTED.conditions(), WANTED.organizationId(), WANTED.serverUrl(), 2L, null, null);

            var stored = store.replace(RESOURCE, inline).orElseThrow().status();

            assertThat(store.isStored(inline, stored)).isTrue();
            assertThat(store.isStored(WANTED, stored)).isFalse();
        }

        @Test
        void a_crd_that_begins_to_keep_a_field_is_noticed() {
            apiAnswers(200, AS_KONGS_CRD_KEEPS_IT);
            store.replace(RESOURCE, WANTED);
            var kept = new HashMap<String, Object>(AS_KONGS_CRD_KEEPS_IT);
            kept.put("observedGeneration", 2);
            apiAnswers(200, kept);

            var stored = store.replace(RESOURCE, WANTED).orElseThrow().status();

            assertThat(store.isStored(WANTED, stored)).isTrue();
            assertThat(store.isStored(with(WANTED, 3L, "7", "please"), stored)).isFalse();
        }
    }
}
