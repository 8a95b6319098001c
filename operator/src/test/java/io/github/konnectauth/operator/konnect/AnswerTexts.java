package io.github.konnectauth.operator.konnect;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.konnectauth.operator.api.JsonTrees;
import io.github.konnectauth.operator.konnect.HttpAnswer.Received;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What a host may answer that is Konnect, means harm, or is broken. */
final class AnswerTexts {

    /** Stands wherever a secret might, and must never be shown. */
    static final String MARK = "s3cr3t_s3cr3t";

    private static final String[] IDS = {
        "\"5ca26716-02f7-4430-9117-1d1a7a2695e7\"",
        "\"org-1\"",
        "\"\"",
        "\"" + MARK + "\"",
        "\"<script>\"",
        "\"org-1\\n\"",
        "\"org\\u0000\"",
        "\"\\ud800\"",
        "\"" + "a".repeat(64) + "\"",
        "\"" + "a".repeat(65) + "\"",
        "5",
        "null",
        "[\"org-1\"]",
        "{\"id\": \"org-1\"}",
        "1" + "0".repeat(2000),
        "1e999999999",
        "-0.0"
    };

    private static final String[] KEYS = {"id", "id", "ID", "state", "instance", "title", "detail", "regions", "stable"
    };

    private static final String[] WRAPS = {"@", "\ufeff@", "@@", "[@]", " \n@", "@}", "{\"id\": @", "@\u0000"};

    private static final String[] TYPES = {
        "application/json",
        "application/problem+json",
        "application/problem+json; charset=utf-16",
        "APPLICATION/PROBLEM+JSON;",
        "text/html; charset=iso-8859-1",
        "application/json; charset=\"no such charset\"",
        "",
        ";",
        MARK
    };

    private AnswerTexts() {}

    /** Answers of every status and kind, with every body, whole and cut. */
    static Arbitrary<Received> answers() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.of(200, 401, 403, 429, 500)),
                                Tuple.of(1, Arbitraries.integers().between(100, 599))),
                        Arbitraries.of(TYPES),
                        Arbitraries.of("", "5", "-1", "9".repeat(400), MARK),
                        bodies(),
                        Arbitraries.of(true, true, true, false))
                .as((status, type, retryAfter, body, isComplete) ->
                        new Received(status, type, retryAfter, Optional.empty(), body, isComplete));
    }

    /** Bodies: Konnect's, near misses, trees, nests, and noise. */
    static Arbitrary<String> bodies() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, objects()),
                Tuple.of(2, cut(objects())),
                Tuple.of(2, trees()),
                Tuple.of(1, nests()),
                Tuple.of(1, Arbitraries.strings().all().ofMaxLength(200)));
    }

    /** Objects with keys that Konnect uses; one may be there more than once. */
    private static Arbitrary<String> objects() {
        var value = Arbitraries.oneOf(
                Arbitraries.of(IDS),
                Arbitraries.of(
                        "\"active\"",
                        "\"" + MARK + "\"",
                        "\"konnect:trace:17\"",
                        "\"konnect:trace:" + MARK + "\"",
                        "{\"stable\": [\"us\", \"" + MARK + "\", 5, null, [\"eu\"]]}",
                        "[[\"us\"], {\"a\": \"eu\"}]"));
        var field = Combinators.combine(Arbitraries.of(KEYS), value).as((key, v) -> "\"" + key + "\": " + v);
        return Combinators.combine(field.list().ofMaxSize(6), Arbitraries.of(WRAPS))
                .as((fields, wrap) -> wrap.replace("@", "{" + String.join(", ", fields) + "}"));
    }

    private static Arbitrary<String> cut(Arbitrary<String> texts) {
        return Combinators.combine(texts, Arbitraries.doubles().between(0, 1))
                .as((text, part) -> text.substring(0, (int) (text.length() * part)));
    }

    private static Arbitrary<String> trees() {
        return JsonTrees.with("id", "state", "instance", "regions", "stable").map(JsonNode::toString);
    }

    private static Arbitrary<String> nests() {
        return Combinators.combine(
                        Arbitraries.of(List.of("[", "]"), List.of("{\"id\":", "}"), List.of("{\"regions\":[", "]}")),
                        Arbitraries.of(1, 10, 499, 500, 501, 1000, 1001, 6000),
                        Arbitraries.of(true, false))
                .as((pair, depth, isClosed) -> pair.getFirst().repeat(depth)
                        + "\"org-1\""
                        + (isClosed ? pair.getLast().repeat(depth) : ""));
    }
}
