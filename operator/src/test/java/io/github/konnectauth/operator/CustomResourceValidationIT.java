package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The CRD's rules, one a fixture: what is let in, what is refused, and what the refusal says. */
@NeedsApiServer
class CustomResourceValidationIT {

    private static final Path FIXTURES = Path.of("src/test/resources/crd");
    private static final String REFUSED = "# refused: ";

    private static Scene scene;

    @BeforeAll
    static void open() {
        scene = Scene.on(ApiServer.Crd.OURS);
        scene.close();
    }

    static Stream<Path> valid() throws IOException {
        return files("valid");
    }

    static Stream<Path> invalid() throws IOException {
        return files("invalid");
    }

    static Stream<Path> updates() throws IOException {
        return files("update");
    }

    private static Stream<Path> files(String kind) throws IOException {
        try (var files = Files.list(FIXTURES.resolve(kind))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void a_valid_resource_is_let_in_and_nobody_takes_it_for_healthy(Path file) throws IOException {
        var resource = handle(file);

        resource.create();

        var stored = scene.read(resource.item().getMetadata().getName()).status();
        assertThat(stored.conditions())
                .extracting(Condition::type)
                .containsExactly(Condition.API_AUTH_VALID, Condition.READY);
        assertThat(stored.conditions()).allSatisfy(condition -> {
            assertThat(condition.status()).isEqualTo("Unknown");
            assertThat(condition.reason()).isEqualTo("Pending");
            assertThat(condition.lastTransitionTime()).isEqualTo("1970-01-01T00:00:00Z");
        });
        resource.delete();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void an_invalid_resource_is_refused_and_told_why(Path file) throws IOException {
        var resource = handle(file);

        assertRefused(resource::create, file);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("updates")
    void a_change_is_let_in_or_refused(Path directory) throws IOException {
        handle(directory.resolve("before.yaml")).create();
        var after = directory.resolve("after.yaml");
        var changed = handle(after);

        if (firstLine(after).startsWith(REFUSED)) {
            assertRefused(changed::update, after);
        } else {
            assertThat(firstLine(after)).isEqualTo("# accepted");
            changed.update();
        }
        changed.delete();
    }

    @Test
    void there_is_a_fixture_for_everything() throws IOException {
        assertThat(valid()).hasSizeGreaterThan(20);
        assertThat(invalid()).hasSizeGreaterThan(50);
        assertThat(updates()).hasSizeGreaterThan(10);
    }

    @Test
    void every_field_of_the_java_model_is_kept_by_the_crd() {
        scene.inline("model", Canary.token());
        var read = scene.read("model");
        var status = new io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus(
                List.of(new Condition(Condition.READY, "True", "Valid", "m", 1L, "2020-01-01T00:00:00Z")),
                "organization",
                "https://us.api.konghq.com",
                1L,
                "42",
                "asked");

        var stored = scene.client()
                .resource(KonnectAPIAuthConfiguration.statusOf(read, status))
                .updateStatus();

        assertThat(stored.status()).isEqualTo(status);
        assertThat(scene.read("model").status()).isEqualTo(status);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable change, Path file)
            throws IOException {
        var expected = firstLine(file).substring(REFUSED.length());
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(422))
                .hasMessageContaining(expected)
                .as("a refusal must not repeat the token")
                .hasMessageNotContaining("kpat_placeholder");
    }

    private static Resource<GenericKubernetesResource> handle(Path file) throws IOException {
        var resource = Serialization.unmarshal(Files.readString(file), GenericKubernetesResource.class);
        resource.getMetadata().setNamespace(scene.namespace());
        return scene.client().resource(resource);
    }

    private static String firstLine(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElseThrow();
        }
    }
}
