package io.github.konnectauth.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** JSON of every form, with the fields that the operator reads among the others. */
public final class JsonTrees {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonTrees() {}

    /** Any tree; objects in it have these fields more often than others. */
    public static Arbitrary<JsonNode> with(String... fields) {
        var names =
                Arbitraries.oneOf(Arbitraries.of(fields), Arbitraries.strings().ofMaxLength(3));
        return tree(names, 2);
    }

    private static Arbitrary<JsonNode> tree(Arbitrary<String> names, int depth) {
        if (depth == 0) {
            return leaf();
        }
        var inner = tree(names, depth - 1);
        Arbitrary<JsonNode> object = Arbitraries.maps(names, inner).ofMaxSize(5).map(JsonTrees::object);
        Arbitrary<JsonNode> array = inner.list().ofMaxSize(4).map(JsonTrees::array);
        return Arbitraries.oneOf(leaf(), object, object, array);
    }

    private static Arbitrary<JsonNode> leaf() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        JSON.nullNode(),
                        JSON.booleanNode(true),
                        JSON.numberNode(Long.MAX_VALUE),
                        JSON.numberNode(-1),
                        JSON.numberNode(BigInteger.TWO.pow(80)),
                        JSON.numberNode(1.5e300),
                        JSON.textNode("kpat_a"),
                        JSON.textNode("secretRef"),
                        JSON.textNode("Ready"),
                        JSON.textNode("True"),
                        JSON.textNode("a3BhdF9h")),
                Arbitraries.strings().ofMaxLength(8).map(JSON::textNode));
    }

    private static ObjectNode object(Map<String, JsonNode> fields) {
        return JSON.objectNode().setAll(fields);
    }

    private static ArrayNode array(List<JsonNode> elements) {
        return JSON.arrayNode().addAll(elements);
    }
}
