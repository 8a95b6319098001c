package io.github.konnectauth.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The README's table and the schema's descriptions say what the comments in values.yaml say. */
class ValuesDocumentsTest {

    private static final Path README = Chart.SOURCE.resolve("README.md");
    private static final Path SCHEMA = Chart.SOURCE.resolve("values.schema.json");
    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- values -->\n).*(<!-- /values -->)");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOW = "Write them anew with: mvn -pl helm -am test -Dtest=ValuesDocumentsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dvalues.documents=write";

    @BeforeAll
    static void write_them_if_asked_to() throws IOException {
        if (!"write".equals(System.getProperty("values.documents"))) {
            return;
        }
        Files.writeString(README, withTable(Files.readString(README)));
        var schema = (ObjectNode) JSON.readTree(SCHEMA.toFile());
        for (var value : DocumentedValues.read()) {
            ((ObjectNode) described(schema, value.path())).put("description", value.meaning());
        }
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        Files.writeString(SCHEMA, JSON.writer(printer).writeValueAsString(schema) + "\n");
    }

    @Test
    void the_README_lists_every_value() throws IOException {
        var text = Files.readString(README);

        assertThat(text).as(HOW).isEqualTo(withTable(text));
    }

    @Test
    void the_schema_explains_every_value() throws IOException {
        var schema = JSON.readTree(SCHEMA.toFile());

        assertThat(DocumentedValues.read())
                .isNotEmpty()
                .allSatisfy(value -> assertThat(described(schema, value.path())
                                .path("description")
                                .asText())
                        .as("the description of " + value.path() + ". " + HOW)
                        .isEqualTo(value.meaning()));
    }

    @Test
    void the_schema_knows_no_value_that_is_not_documented() throws IOException {
        var leaves = new ArrayList<String>();
        collect(JSON.readTree(SCHEMA.toFile()), "", leaves);
        leaves.remove("global");

        assertThat(leaves)
                .containsExactlyInAnyOrderElementsOf(DocumentedValues.read().stream()
                        .map(DocumentedValues.Value::path)
                        .toList());
    }

    private static void collect(JsonNode schema, String prefix, List<String> leaves) {
        schema.path("properties").properties().forEach(property -> {
            var path = prefix + property.getKey();
            if (property.getValue().has("description")) {
                leaves.add(path);
            } else {
                collect(property.getValue(), path + ".", leaves);
            }
        });
    }

    private static String withTable(String text) throws IOException {
        var table = TABLE.matcher(text);
        assertThat(table.find()).as("the marks of the table").isTrue();
        return table.replaceFirst("$1" + Matcher.quoteReplacement(DocumentedValues.table()) + "$2");
    }

    private static JsonNode described(JsonNode schema, String path) {
        return schema.at("/properties/" + path.replace(".", "/properties/"));
    }
}
