package io.github.konnectauth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

    @Test
    void a_command_shows_each_flag_with_its_default_and_its_variable_in_order() {
        var help = told("run", "--help");

        assertThat(RunFlags.COMMAND.flags())
                .allSatisfy(flag -> assertThat(help.replaceAll("\\s+", " "))
                        .contains(" %s <%s> %s Default: %s. Variable: %s "
                                .formatted(
                                        flag.dashed(),
                                        flag.label(),
                                        flag.description(),
                                        flag.shownFallback(),
                                        flag.variable())));
        assertThat(RunFlags.COMMAND.flags().stream().map(flag -> help.indexOf(" " + flag.dashed() + " <")))
                .isSorted();
    }

    @Test
    void no_line_is_longer_than_100_columns_or_ends_with_a_blank() {
        assertThat(List.of(told("--help"), told("run", "--help"), told("hand-back", "--help")))
                .allSatisfy(help -> assertThat(help.lines())
                        .allSatisfy(line ->
                                assertThat(line).hasSizeLessThanOrEqualTo(100).isEqualTo(line.stripTrailing())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void the_program_names_its_commands_and_a_command_explains_itself(String flag) {
        assertThat(told(flag)).contains("konnect-auth-operator (run | hand-back)", "Takes back", "--version, -V");
        assertThat(told("run", flag)).contains("Runs the operator", "--management-port", "--version, -V");
        assertThat(told("hand-back", flag)).contains("Takes back", "--what");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--unknown", "--outage-grace=soon", "argument"})
    void who_asks_for_help_gets_it_whatever_else_is_wrong(String wrong) {
        assertThat(told("run", wrong, "--help")).isEqualTo(told("run", "--help"));
        assertThat(told(wrong, "--help")).isEqualTo(told("--help"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void the_version_is_told_with_and_without_a_command(String flag) {
        assertThat(told(flag)).isEqualTo("konnect-auth-operator/dev");
        assertThat(told("run", flag)).isEqualTo("konnect-auth-operator/dev");
    }

    private static String told(String... arguments) {
        return ((Order.Tell) Order.of(List.of(arguments), Map.of())).text();
    }
}
