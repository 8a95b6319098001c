package io.github.konnectauth.operator.konnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.konnectauth.operator.konnect.HttpAnswer.Received;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an answer's body may be shown to people. */
class ReplyTraceTest {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final String TRACE = "konnect:trace:952172606039454040";

    @ParameterizedTest
    @ValueSource(strings = {TRACE, "konnect:trace:0", "konnect:trace:01234567890123456789012345678901"})
    void a_trace_of_konnects_form_is_kept(String instance) {
        var trace = Optional.of(new Trace(instance));

        assertThat(Reply.toIdentity(problem(401, instance))).isEqualTo(new Reply.Unauthorized(trace));
        assertThat(Reply.toIdentity(problem(403, instance))).isEqualTo(new Reply.Forbidden(trace));
        assertThat(Reply.toControlPlanes(problem(401, instance))).isEqualTo(new Reply.Unauthorized(trace));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "konnect:trace:",
                "konnect:trace:12a",
                "konnect:trace:012345678901234567890123456789012",
                "konnect:trace:1 ",
                "konnect:trace:1\\n",
                " konnect:trace:1",
                "Konnect:trace:1",
                "konnect:trace:\u0661",
                "kpat_a",
                "<script>"
            })
    void any_other_instance_is_never_shown(String instance) {
        assertThat(Reply.toIdentity(problem(401, instance))).isEqualTo(new Reply.Unauthorized(Optional.empty()));
        assertThat(Reply.toIdentity(problem(403, instance))).isEqualTo(new Reply.Forbidden(Optional.empty()));
    }

    @Test
    void a_trace_is_believed_in_konnects_own_form_only() {
        var answer = new Received(401, JSON, "", Optional.empty(), "{\"instance\": \"" + TRACE + "\"}", true);

        assertThat(Reply.toIdentity(answer)).isEqualTo(new Reply.Unauthorized(Optional.empty()));
    }

    @Property
    void nothing_else_of_a_body_is_ever_shown(
            @ForAll @IntRange(min = 100, max = 599) int status, @ForAll String word, @ForAll boolean isComplete) {
        var body = "{\"secret\": \"s3cr3t\", \"title\": \"s3cr3t\", \"x\": \"" + word + "\"}";

        for (var type : List.of(PROBLEM, JSON)) {
            var answer = new Received(status, type, "", Optional.empty(), body, isComplete);
            assertThat(Reply.toIdentity(answer).toString() + Reply.toControlPlanes(answer))
                    .doesNotContain("s3cr3t");
        }
    }

    private static Received problem(int status, String instance) {
        return new Received(status, PROBLEM, "", Optional.empty(), "{\"instance\": \"" + instance + "\"}", true);
    }
}
