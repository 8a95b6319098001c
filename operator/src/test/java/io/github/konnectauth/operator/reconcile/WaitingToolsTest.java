package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.reconcile.VerdictTable.Row;
import io.github.konnectauth.operator.waiting.ArgoCd;
import io.github.konnectauth.operator.waiting.Flux;
import io.github.konnectauth.operator.waiting.Kstatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What tools that wait for a resource make of its status: those that follow kstatus, Argo CD, and Flux. */
class WaitingToolsTest {

    private static final Path CRD = Path.of("../crds/konnectapiauthconfigurations.konnect.konghq.com.yaml");

    private final MovableClock clock = new MovableClock();
    private final ArgoCd argoCd = new ArgoCd();
    private final Flux flux = new Flux();

    static Stream<Row> rows() {
        return VerdictTable.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void all_say_the_same_of_each_verdict(Row row) {
        var resource = CheckedResource.under(row.subject(), clock);
        resource.look(row.answer());

        assertAllSay(row.kstatus(), object(resource));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void in_the_instant_after_a_change_of_the_spec_all_wait(Row row) {
        var resource = CheckedResource.under(row.subject(), clock);
        resource.look(row.answer());
        var changed = object(resource);
        changed.getMetadata().setGeneration(row.subject().generation() + 1);

        assertAllSay(Kstatus.IN_PROGRESS, changed);
    }

    @Test
    void a_valid_token_stays_good_for_the_outage_grace_and_is_waited_for_afterwards() {
        var resource = CheckedResource.under(Subjects.inline("kpat_a"), clock);
        resource.look(KonnectSays.MEMBER);
        clock.advance(Duration.ofMinutes(20));
        resource.look(KonnectSays.UNREACHABLE);
        assertAllSay(Kstatus.CURRENT, object(resource));

        clock.advance(Duration.ofHours(1));
        resource.look(KonnectSays.UNREACHABLE);
        assertAllSay(Kstatus.IN_PROGRESS, object(resource));
    }

    @Test
    void what_nobody_has_looked_at_is_waited_for() throws IOException {
        assertAllSay(Kstatus.IN_PROGRESS, object(1, Map.of("status", defaultStatus())));
    }

    /** What the CRD gives a new resource. */
    private static Object defaultStatus() throws IOException {
        var version = new ObjectMapper(new YAMLFactory())
                .readTree(CRD.toFile())
                .path("spec")
                .path("versions")
                .path(0);
        return new ObjectMapper()
                .convertValue(
                        version.path("schema")
                                .path("openAPIV3Schema")
                                .path("properties")
                                .path("status")
                                .path("default"),
                        Map.class);
    }

    @Test
    void under_kongs_crd_what_nobody_has_looked_at_is_good_for_kstatus_alone() {
        var fresh = object(1, Map.of());

        assertThat(Kstatus.of(fresh)).isEqualTo(Kstatus.CURRENT);
        assertThat(argoCd.of(fresh).status()).isEqualTo("Progressing");
        assertThat(flux.holds("current", fresh)).isFalse();
        assertThat(flux.holds("failed", fresh)).isFalse();
    }

    @Test
    void under_kongs_crd_a_change_of_the_spec_is_missed_by_kstatus_alone() {
        var resource = CheckedResource.underKongsCrd(Subjects.inline("kpat_a"), clock);
        resource.look(KonnectSays.MEMBER);
        var changed = object(resource);
        changed.getMetadata().setGeneration(resource.subject().generation() + 1);

        assertThat(Kstatus.of(changed)).isEqualTo(Kstatus.CURRENT);
        assertThat(argoCd.of(changed).status()).isEqualTo("Progressing");
        assertThat(flux.holds("inProgress", changed)).isTrue();
    }

    @Test
    void what_is_deleted_is_waited_for() {
        var resource = CheckedResource.under(Subjects.inline("kpat_a"), clock);
        resource.look(KonnectSays.MEMBER);
        var deleted = object(resource);
        deleted.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");

        assertThat(Kstatus.of(deleted)).isEqualTo(Kstatus.TERMINATING);
        assertThat(argoCd.of(deleted).status()).isEqualTo("Progressing");
        assertThat(flux.holds("inProgress", deleted)).isTrue();
    }

    @Test
    void argo_cd_shows_what_ready_says() {
        var resource = CheckedResource.under(Subjects.inline("kpat_a"), clock);
        resource.look(KonnectSays.REJECTED);

        assertThat(argoCd.of(object(resource)).message())
                .isEqualTo(resource.status()
                        .condition(Condition.READY)
                        .orElseThrow()
                        .message());
    }

    private void assertAllSay(Kstatus expected, GenericKubernetesResource object) {
        assertThat(Kstatus.of(object)).isEqualTo(expected);
        assertThat(argoCd.of(object).status())
                .isEqualTo(expected == Kstatus.CURRENT ? "Healthy" : argoCdsWord(expected));
        // Whatever the order in which Flux asks.
        assertThat(Stream.of("inProgress", "failed", "current").filter(each -> flux.holds(each, object)))
                .first()
                .isEqualTo(
                        switch (expected) {
                            case TERMINATING, IN_PROGRESS -> "inProgress";
                            case FAILED -> "failed";
                            case CURRENT -> "current";
                        });
    }

    private static String argoCdsWord(Kstatus other) {
        return other == Kstatus.FAILED ? "Degraded" : "Progressing";
    }

    private static GenericKubernetesResource object(CheckedResource resource) {
        return object(resource.subject().generation(), Map.of("status", json(resource.status())));
    }

    private static Object json(KonnectAPIAuthConfigurationStatus status) {
        try {
            var json = new ObjectMapper();
            return json.readValue(json.writeValueAsString(status), Map.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static GenericKubernetesResource object(long generation, Map<String, Object> rest) {
        var object = new GenericKubernetesResource();
        object.setApiVersion("konnect.konghq.com/v1alpha1");
        object.setKind("KonnectAPIAuthConfiguration");
        object.setMetadata(new ObjectMetaBuilder()
                .withName("konnect")
                .withNamespace("default")
                .withGeneration(generation)
                .build());
        rest.forEach(object::setAdditionalProperty);
        return object;
    }
}
