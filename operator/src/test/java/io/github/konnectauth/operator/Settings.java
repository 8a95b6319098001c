package io.github.konnectauth.operator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the operator is told, as people tell it: in flags. */
final class Settings {

    private Settings() {}

    /** @param flags that win over the usual ones */
    static OperatorConfig of(List<String> usual, String... flags) {
        var line = OperatorMain.commandLine(Map.of());
        line.parseArgs(Stream.of(
                        Stream.of("run"),
                        usual.stream()
                                .filter(flag -> Stream.of(flags)
                                        .noneMatch(other -> name(other).equals(name(flag)))),
                        Stream.of(flags))
                .flatMap(Function.identity())
                .toArray(String[]::new));
        var run = Optional.ofNullable(line.getSubcommands().get("run")).orElseThrow();
        return run.<RunCommand>getCommand().config();
    }

    private static String name(String flag) {
        return flag.replaceFirst("=.*", "");
    }
}
