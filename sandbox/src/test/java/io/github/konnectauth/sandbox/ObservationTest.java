package io.github.konnectauth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObservationTest {

    private static final Map<String, String> REFUSED =
            Map.of("type", "APIAuthValid", "status", "False", "reason", "Invalid", "message", "no");

    @Test
    void theReasonIsThatOfReady() {
        var seen = Observation.of(
                resource(List.of(Map.of("type", "Ready", "status", "False", "reason", "TokenRejected"), REFUSED)), 7);

        assertThat(seen).contains(new Observation("it", "False", "TokenRejected", "no", 7));
    }

    @Test
    void withoutReadyTheReasonIsTheConditionsOwn() {
        assertThat(Observation.of(resource(List.of(REFUSED)), 7))
                .contains(new Observation("it", "False", "Invalid", "no", 7));
    }

    @Test
    void aResourceWithoutConditionsSaysNothing() {
        assertThat(Observation.of(resource(List.of()), 7)).isEmpty();
        assertThat(Observation.of(named(), 7)).isEmpty();
    }

    @Test
    void theTimeIsNoPartOfWhatItSays() {
        var early = new Observation("it", "True", "Valid", "fine", 1);

        assertThat(early.saysTheSameAs(new Observation("it", "True", "Valid", "fine", 2)))
                .isTrue();
        assertThat(early.saysTheSameAs(new Observation("it", "True", "Valid", "otherwise", 1)))
                .isFalse();
    }

    private static GenericKubernetesResource resource(List<?> conditions) {
        var resource = named();
        resource.setAdditionalProperty("status", Map.of("conditions", conditions));
        return resource;
    }

    private static GenericKubernetesResource named() {
        var resource = new GenericKubernetesResource();
        resource.setMetadata(new ObjectMetaBuilder().withName("it").build());
        return resource;
    }
}
