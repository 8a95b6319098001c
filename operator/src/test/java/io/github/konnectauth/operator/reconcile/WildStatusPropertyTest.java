package io.github.konnectauth.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.konnectauth.operator.api.Condition;
import io.github.konnectauth.operator.api.JsonTrees;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfiguration;
import io.github.konnectauth.operator.api.KonnectAPIAuthConfigurationStatus;
import io.github.konnectauth.operator.konnect.WhoAmI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds whatever others have written into a status: a CRD that checks less than ours lets anything pass. */
class WildStatusPropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> STATUSES = Set.of("True", "False", "Unknown");

    private final MovableClock clock = new MovableClock();

    @Provide
    Arbitrary<JsonNode> wild() {
        var leaf = JsonTrees.with("a");
        var types = Arbitraries.oneOf(
                Arbitraries.of(ConditionLists.OURS).map(type -> (JsonNode) JsonNodeFactory.instance.textNode(type)),
                Arbitraries.of("ready", "Ready ", "Programmed", "")
                        .map(type -> (JsonNode) JsonNodeFactory.instance.textNode(type)),
                leaf);
        var texts = Arbitraries.oneOf(
                Arbitraries.of("True", "False", "Unknown", "Valid", "", "1970-01-01T00:00:00Z", "yesterday")
                        .map(text -> (JsonNode) JsonNodeFactory.instance.textNode(text)),
                leaf);
        var condition = Combinators.combine(types, texts, texts, texts, texts, leaf)
                .as((type, status, reason, message, time, generation) -> {
                    var json = JsonNodeFactory.instance.objectNode();
                    json.set("type", type);
                    json.set("status", status);
                    json.set("reason", reason);
                    json.set("message", message);
                    json.set("lastTransitionTime", time);
                    json.set("observedGeneration", generation);
                    return (JsonNode) json;
                });
        return Combinators.combine(Arbitraries.oneOf(condition, leaf).list().ofMaxSize(11), texts, leaf, leaf)
                .as((conditions, organization, server, generation) -> {
                    var json = JsonNodeFactory.instance.objectNode();
                    json.putArray("conditions").addAll(conditions);
                    json.set("organizationID", organization);
                    json.set("serverURL", server);
                    json.set("observedGeneration", generation);
                    json.set("lastHandledCheckRequest", server);
                    return json;
                });
    }

    @Provide
    Arbitrary<WhoAmI> answers() {
        return Arbitraries.of(
                KonnectSays.MEMBER,
                KonnectSays.REJECTED,
                KonnectSays.OFF_LIMITS,
                KonnectSays.THROTTLED,
                KonnectSays.UNREACHABLE);
    }

    @Property
    void a_look_comes_to_a_status_that_our_crd_takes(@ForAll("wild") JsonNode written, @ForAll("answers") WhoAmI answer)
            throws JsonProcessingException {
        var resource = looked(written, answer);

        for (var type : List.of(Condition.API_AUTH_VALID, Condition.READY)) {
            resource.status().condition(type).ifPresent(ours -> {
                assertThat(ours.status()).isIn(STATUSES);
                assertThat(ours.reason()).matches("[A-Za-z][A-Za-z0-9]*");
                assertThat(ours.lastTransitionTime()).isNotEmpty();
                assertThat(ours.observedGeneration()).isEqualTo(2);
            });
        }
    }

    @Property
    void a_second_look_finds_nothing_to_write(@ForAll("wild") JsonNode written, @ForAll("answers") WhoAmI answer)
            throws JsonProcessingException {
        var resource = looked(written, answer);
        clock.advance(Duration.ofSeconds(1));

        assertThat(resource.look(answer).hasWritten()).isFalse();
    }

    private CheckedResource looked(JsonNode written, WhoAmI answer) throws JsonProcessingException {
        var resource = CheckedResource.under(Subjects.secret("kpat_one", "7"), clock);
        var stored = stored(written);
        resource.somebodyWrites(_ -> stored);
        resource.look(answer);
        return resource;
    }

    private static KonnectAPIAuthConfigurationStatus stored(JsonNode status) throws JsonProcessingException {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("status", status);
        return JSON.readValue(json.toString(), KonnectAPIAuthConfiguration.class)
                .status();
    }
}
