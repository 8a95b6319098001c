package io.github.konnectauth.operator.protection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The patches that put finalizers on and take them off: they undo nothing that somebody else has changed meanwhile. */
class InUseFinalizerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OURS = "gateway.konghq.com/secret-in-use-by-konnect-resource";

    private static MarkedSecret secret(String... finalizers) {
        var secret = new MarkedSecret();
        secret.setMetadata(new ObjectMetaBuilder()
                .withUid("uid-1")
                .withResourceVersion("7")
                .withFinalizers(finalizers)
                .build());
        return secret;
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    @Test
    void it_is_on_an_object_that_lists_it_whatever_else_is_listed() {
        assertThat(InUseFinalizer.SECRET.isOn(secret("a.example/one", OURS))).isTrue();
        assertThat(InUseFinalizer.SECRET.isOn(secret("a.example/one"))).isFalse();
        assertThat(InUseFinalizer.RESOURCE.isOn(secret(OURS))).isFalse();
        var bare = secret();
        bare.getMetadata().setFinalizers(null);
        assertThat(InUseFinalizer.SECRET.isOn(bare)).isFalse();
    }

    @Test
    void the_first_finalizer_is_added_only_to_the_object_and_the_version_that_were_read() throws Exception {
        assertThat(json(InUseFinalizer.SECRET.adding(secret()))).isEqualTo(json("""
                [{"op": "test", "path": "/metadata/uid", "value": "uid-1"},
                 {"op": "test", "path": "/metadata/resourceVersion", "value": "7"},
                 {"op": "add", "path": "/metadata/finalizers", "value": ["%s"]}]
                """.formatted(OURS)));
    }

    @Test
    void it_is_added_behind_others_only_if_they_are_as_they_were_read() throws Exception {
        assertThat(json(InUseFinalizer.SECRET.adding(secret("a.example/one", "b.example/two"))))
                .isEqualTo(json("""
                        [{"op": "test", "path": "/metadata/uid", "value": "uid-1"},
                         {"op": "test", "path": "/metadata/finalizers", "value": ["a.example/one", "b.example/two"]},
                         {"op": "add", "path": "/metadata/finalizers/-", "value": "%s"}]
                        """.formatted(OURS)));
    }

    @Test
    void it_is_removed_only_from_where_it_was_read_and_the_others_stay() throws Exception {
        assertThat(json(InUseFinalizer.SECRET.removing(secret("a.example/one", OURS, "b.example/two"))))
                .isEqualTo(json("""
                        [{"op": "test", "path": "/metadata/uid", "value": "uid-1"},
                         {"op": "test", "path": "/metadata/finalizers/1", "value": "%s"},
                         {"op": "remove", "path": "/metadata/finalizers/1"}]
                        """.formatted(OURS)));
    }

    @Test
    void they_have_kong_operators_names() {
        assertThat(List.of(InUseFinalizer.SECRET.text(), InUseFinalizer.RESOURCE.text()))
                .containsExactly(OURS, "konnect.konghq.com/konnectapiauth-in-use");
    }
}
