package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents claim to be shown by tests has tests of these names. */
class ThreatModelTest {

    private static final Document MODEL = Document.of("docs/threat-model.md");
    private static final Pattern NAMED = Pattern.compile("([A-Z][A-Za-z0-9]*(?:Test|IT))(?:#(\\w+))?");
    private static final List<Path> TESTS =
            List.of(Path.of("src/test/java"), Path.of("../helm/src/test/java"), Path.of("../simulator/src/test/java"));

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "reader", "network", "host", "account", "pod"})
    void each_claim_names_tests_that_there_are(String whom) {
        assertThat(MODEL.table(whom)).isNotEmpty().allSatisfy(row -> {
            var named = Document.codeIn(row.getLast()).map(NAMED::matcher).toList();
            assertThat(named).as(row.getFirst()).isNotEmpty().allSatisfy(name -> {
                assertThat(name.matches()).as(name.toString()).isTrue();
                assertThat(isThere(name.toMatchResult())).as(name.group()).isTrue();
            });
        });
    }

    @Test
    void the_tests_that_the_security_policy_names_are_there() {
        var named = Document.of("SECURITY.md")
                .text()
                .lines()
                .flatMap(Document::codeIn)
                .map(NAMED::matcher)
                .filter(Matcher::matches)
                .toList();

        assertThat(named)
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(isThere(name.toMatchResult()))
                        .as(name.group())
                        .isTrue());
    }

    @Test
    void a_test_that_does_not_exist_is_noticed() {
        assertThat(Stream.of("NoSuchTest", "ThreatModelTest#isThere", "ThreatModelTest#no_such_test")
                        .map(NAMED::matcher)
                        .filter(Matcher::matches)
                        .map(Matcher::toMatchResult))
                .hasSize(3)
                .noneMatch(ThreatModelTest::isThere);
    }

    private static boolean isThere(MatchResult name) {
        return TESTS.stream()
                .flatMap(ThreatModelTest::files)
                .filter(file -> file.getFileName().toString().equals(name.group(1) + ".java"))
                .anyMatch(file -> name.group(2) == null || isTest(file, name.group(2)));
    }

    private static boolean isTest(Path file, String method) {
        try {
            return Pattern.compile(
                            "@(?:Test|ParameterizedTest|Property)\\b(?:(?!\\n\\n).)*? void " + method + "\\(",
                            Pattern.DOTALL)
                    .matcher(Files.readString(file))
                    .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path directory) {
        try (var files = Files.walk(directory)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
