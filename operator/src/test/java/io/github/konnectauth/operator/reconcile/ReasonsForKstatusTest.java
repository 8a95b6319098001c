package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.api.Reason;
import io.github.konnectauth.operator.konnect.WhoAmI;
import io.github.konnectauth.operator.reconcile.VerdictTable.Row;
import io.github.konnectauth.operator.waiting.Kstatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever reads a status by the rules of kstatus learns what the reason of {@code Ready} means. */
class ReasonsForKstatusTest {

    private static final Path CRD = Path.of("../crds/konnectapiauthconfigurations.konnect.konghq.com.yaml");
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final Duration LITTLE = Duration.ofSeconds(1);

    private final MovableClock clock = new MovableClock();

    static Stream<Row> rows() {
        return VerdictTable.rows();
    }

    static Stream<WhoAmI> silences() {
        return Stream.of(KonnectSays.THROTTLED, KonnectSays.UNREACHABLE, KonnectSays.UNEXPECTED);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_evaluation_is_what_the_reason_means(Row row) {
        var resource = looked(row);

        assertThat(shown(resource)).isEqualTo(meaning(reason(resource.status())));
    }

    @Test
    void every_reason_is_among_them_but_the_one_of_the_first_moment() {
        assertThat(rows().map(Row::reason).distinct().toList())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Reason.values())
                        .filter(reason -> reason != Reason.PENDING)
                        .map(Reason::text)
                        .toList());
    }

    @Test
    void what_the_crd_gives_a_new_resource_is_waited_for_also_when_it_is_changed_before_anybody_has_looked()
            throws IOException {
        assertThat(reason(SERIALIZATION.convertValue(defaultStatus(), KonnectAPIAuthConfigurationStatus.class)))
                .isEqualTo(Reason.PENDING);
        assertThat(Kstatus.of(object(1, defaultStatus()))).isEqualTo(meaning(Reason.PENDING));
        assertThat(Kstatus.of(object(2, defaultStatus()))).isEqualTo(meaning(Reason.PENDING));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void in_the_instant_after_a_change_of_the_spec_it_is_waited_for_whatever_it_was(Row row) {
        assertThat(changed(looked(row))).isEqualTo(Kstatus.IN_PROGRESS);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void kongs_crd_shows_the_same_until_the_spec_is_changed_and_then_still(Row row) {
        var resource = CheckedResource.underKongsCrd(row.subject(), clock);
        resource.look(row.answer());

        assertThat(shown(resource)).isEqualTo(row.kstatus());
        assertThat(changed(resource)).isEqualTo(row.kstatus());
    }

    @ParameterizedTest
    @MethodSource("silences")
    void a_valid_token_is_current_within_the_grace_and_waited_for_afterwards(WhoAmI silence) {
        var resource = CheckedResource.under(Subjects.secret("kpat_one", "7"), clock);
        resource.look(KonnectSays.MEMBER);
        resource.lookWhenDue(silence);
        clock.advance(CheckedResource.GRACE.minus(LITTLE));
        resource.look(silence);
        assertThat(shown(resource)).isEqualTo(Kstatus.CURRENT);
        assertThat(changed(resource)).isEqualTo(Kstatus.IN_PROGRESS);

        clock.advance(LITTLE);
        resource.lookWhenDue(silence);

        assertThat(shown(resource)).isEqualTo(Kstatus.IN_PROGRESS);
    }

    @ParameterizedTest
    @MethodSource("silences")
    void a_rejected_token_stays_failed_while_konnect_cannot_be_asked(WhoAmI silence) {
        var resource = CheckedResource.under(Subjects.secret("kpat_one", "7"), clock);
        resource.look(KonnectSays.REJECTED);
        clock.advance(CheckedResource.GRACE.multipliedBy(2));

        resource.look(silence);

        assertThat(shown(resource)).isEqualTo(Kstatus.FAILED);
    }

    @ParameterizedTest
    @MethodSource("silences")
    void a_new_token_in_the_secret_is_waited_for_while_konnect_cannot_be_asked(WhoAmI silence) {
        for (var before : new WhoAmI[] {KonnectSays.MEMBER, KonnectSays.REJECTED}) {
            var resource = CheckedResource.under(Subjects.secret("kpat_one", "7"), clock);
            resource.look(before);
            resource.becomes(Subjects.secret("kpat_two", "8"));

            resource.look(silence);

            assertThat(shown(resource)).isEqualTo(Kstatus.IN_PROGRESS);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, FAILED, IN_PROGRESS", "6, IN_PROGRESS, IN_PROGRESS", "7, CURRENT, CURRENT"})
    void where_others_fill_the_list_of_conditions_failures_look_unfinished_and_then_all_looks_current(
            int others, Kstatus rejected, Kstatus unreachable) {
        assertThat(shown(beside(others, KonnectSays.REJECTED))).isEqualTo(rejected);
        assertThat(shown(beside(others, KonnectSays.UNREACHABLE))).isEqualTo(unreachable);
    }

    /** Looked at when others had so many conditions there. */
    private CheckedResource beside(int others, WhoAmI answer) {
        var resource = CheckedResource.under(Subjects.inline("kpat_one"), clock);
        resource.somebodyWrites(status -> new KonnectAPIAuthConfigurationStatus(
                IntStream.range(0, others)
                        .mapToObj(i -> new Condition("Other" + i, "True", "Theirs", "", 2L, clock.inConditions()))
                        .toList(),
                null,
                null,
                null,
                null,
                null));
        resource.look(answer);
        return resource;
    }

    private CheckedResource looked(Row row) {
        var resource = CheckedResource.under(row.subject(), clock);
        resource.look(row.answer());
        return resource;
    }

    private static Kstatus meaning(Reason reason) {
        return switch (reason.progress()) {
            case DONE -> Kstatus.CURRENT;
            case RECONCILING -> Kstatus.IN_PROGRESS;
            case STALLED -> Kstatus.FAILED;
        };
    }

    private static Reason reason(KonnectAPIAuthConfigurationStatus status) {
        var text = status.condition(Condition.READY).orElseThrow().reason();
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static Kstatus shown(CheckedResource resource) {
        return Kstatus.of(object(resource.subject().generation(), json(resource.status())));
    }

    /** The spec is changed, and nobody has looked since. */
    private static Kstatus changed(CheckedResource resource) {
        return Kstatus.of(object(resource.subject().generation() + 1, json(resource.status())));
    }

    private static Map<?, ?> json(KonnectAPIAuthConfigurationStatus status) {
        return SERIALIZATION.unmarshal(SERIALIZATION.asJson(status), Map.class);
    }

    private static Map<?, ?> defaultStatus() throws IOException {
        var crd = SERIALIZATION.unmarshal(Files.readString(CRD), GenericKubernetesResource.class);
        return crd.get("spec", "versions", 0, "schema", "openAPIV3Schema", "properties", "status", "default");
    }

    private static GenericKubernetesResource object(long generation, Map<?, ?> status) {
        var object = new GenericKubernetesResource();
        object.setMetadata(new ObjectMetaBuilder().withGeneration(generation).build());
        object.setAdditionalProperty("status", status);
        return object;
    }
}
